import type { ParsedMessage } from '../ports/channel.ts'
import { headerLine, headerOf } from './headers.ts'

type Answer = Pick<ParsedMessage, 'headers' | 'subject' | 'text' | 'attachments'>

/** How calendars head the answer to an invitation, in the languages of most of our mail. */
const answered =
  /^\s*(?:accepted|declined|tentative(?:ly accepted)?|accept[ée]e?|acceptation|refus[ée]e?|provisoire|zugesagt|angenommen|abgelehnt|mit vorbehalt|vorläufig|aceptad[oa]|rechazad[oa]|provisional|accettat[oa]|rifiutat[oa]|provvisorio|geaccepteerd|geweigerd|afgewezen|aceite|recusado|godkänt|accepteret|afslået|zaakceptowano|odrzucono)\s?:/i
const boilerplate =
  /\b(?:has|have) (?:accepted|declined|tentatively|replied)|a (?:accepté|refusé|répondu)|hat .{0,60}(?:angenommen|abgelehnt|zugesagt)|ha (?:aceptado|rechazado|accettato|rifiutato)/i

/**
 * RFC 5546 §3.2.3: somebody pressed a button in a calendar, and nobody waits for an answer. An invitation is a person's
 * message, and so is an answer in which the person wrote something.
 */
export function calendarAnswer({ headers, subject, text, attachments }: Answer): string | null {
  const type = headerOf(headers, 'content-type')
  const isReply = /^text\/calendar\b.*\bmethod\s*=\s*"?reply/i.test(type)
  const hasCalendar = attachments.some(({ contentType }) =>
    /^(?:text\/calendar|application\/ics)$/.test(contentType),
  )
  const isSilent =
    text.trim() === '' || text.startsWith('BEGIN:VCALENDAR') || boilerplate.test(text.slice(0, 500))
  if (!isSilent) return null
  if (isReply) return headerLine('content-type', type)
  return hasCalendar && answered.test(subject) ? headerLine('subject', subject) : null
}
