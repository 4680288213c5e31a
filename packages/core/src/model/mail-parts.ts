/** What a calendar wants to say with an event (RFC 5546 §1.4). `other` is a method nobody needs to tell apart. */
export type EventMethod = 'publish' | 'request' | 'reply' | 'cancel' | 'counter' | 'other'

/** The event that a message carries: its invitation, or somebody's answer to one (RFC 5545, RFC 5546). */
export interface CalendarEvent {
  readonly method: EventMethod
  readonly uid: string
  readonly summary: string
  /**
   * An instant in UTC (`2026-11-03T09:00:00Z`); of whole days a date (`2026-11-03`); where the sender named no time
   * zone that is known, the time of day without `Z`.
   */
  readonly start: string
  /** In the form of `start`; of whole days the last one. Null where the sender left it out. */
  readonly end: string | null
  readonly allDay: boolean
  /** As the sender named it; null where none was named. */
  readonly timeZone: string | null
  readonly location: string
  readonly organizer: EventPerson | null
  readonly attendees: readonly (EventPerson & { readonly status: string })[]
  /** The rule by which it repeats (RFC 5545 §3.3.10), or null. */
  readonly recurrence: string | null
}

export interface EventPerson {
  readonly name: string
  readonly address: string
}

/** How a message is protected: `signed` is not checked here; `encrypted` can only be read by its recipient. */
export interface Protection {
  readonly state: 'signed' | 'encrypted'
  readonly by: 'smime' | 'pgp'
}

/** A message that is a file of another one. */
export interface AttachedMail {
  /** Its place in the attachments of the message that it came with. */
  readonly attachment: number
  readonly subject: string
  readonly from: EventPerson | null
  /** Its own Date; null where it has none that can be read. */
  readonly date: string | null
  /** The names of its own files. */
  readonly files: readonly string[]
}

/** What a message holds besides its text and its HTML. */
export interface MailParts {
  /** Null where the message carries no event that can be read. */
  readonly event: CalendarEvent | null
  readonly protection: Protection | null
  /** Messages within the message. Nothing of them is in its text. */
  readonly mails: readonly AttachedMail[]
}
