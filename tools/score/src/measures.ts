/** One key of the last line, with what is wanted of it. */
export interface Measure {
  readonly key: string
  readonly goal: number
  /** The goal is the most that is allowed rather than the least. */
  readonly isCeiling?: true
  readonly what: string
}

/** Everything that is measured, in the order of the table. */
export const measures: readonly Measure[] = [
  { key: 'trimmer', goal: 0.95, what: 'visible reply equal (email_reply_trimmer)' },
  { key: 'crisp', goal: 0.95, what: 'reply without its closing (crisp-email-reply-parser)' },
  { key: 'talonText', goal: 0.95, what: 'text without what is quoted (talon)' },
  { key: 'talonHtml', goal: 0.95, what: 'HTML without what is quoted (talon)' },
  { key: 'mailParserReply', goal: 0.9, what: 'newest reply (mail-parser-reply)' },
  { key: 'lost', goal: 0.01, isCeiling: true, what: 'customer text missing from what is shown, all of them' },
  { key: 'bounceRecognised', goal: 0.99, what: 'bounces recognised (sisimai)' },
  { key: 'bounceRecipients', goal: 0.95, what: 'recipients of a bounce exact' },
  { key: 'bounceStatus', goal: 0.9, what: 'status codes of a bounce right' },
  { key: 'autoRecall', goal: 1, what: 'automatic answers recognised' },
  { key: 'autoFalse', goal: 0, isCeiling: true, what: 'ordinary mail called automatic (ham)' },
  { key: 'newsletterRecall', goal: 0.9, what: 'newsletters recognised (hard ham)' },
  { key: 'newsletterFalse', goal: 0.01, isCeiling: true, what: "people's mail called bulk (ham)" },
  { key: 'mimeFields', goal: 0.97, what: 'fields of a mail equal (stalwart)' },
  { key: 'imaptest', goal: 1, what: 'thread trees equal (imaptest)' },
  { key: 'threadPrecision', goal: 0.99, what: 'joined mails that belong together (ham)' },
  { key: 'threadRecall', goal: 0.86, what: 'mails that belong together joined (ham)' },
]

/** How many of how many. */
export interface Figure {
  readonly right: number
  readonly of: number
}

/** What a collection of mails measured, by key. */
export type Figures = Readonly<Record<string, Figure>>

/** A figure as a fraction, to four places. */
export function fraction({ right, of }: Figure): number {
  return Math.round((right / Math.max(1, of)) * 10_000) / 10_000
}

/** Counts the items that are as they should be. */
export function figure<Item>(items: readonly Item[], isRight: (item: Item) => boolean): Figure {
  return { right: items.filter(isRight).length, of: items.length }
}

/** Does a fraction reach the goal of its measure? */
export function reaches({ goal, isCeiling }: Measure, value: number): boolean {
  return isCeiling === true ? value <= goal : value >= goal
}

/** Is a fraction worse than the one that was reached before? */
export function isWorse({ isCeiling }: Measure, value: number, floor: number): boolean {
  return isCeiling === true ? value > floor : value < floor
}
