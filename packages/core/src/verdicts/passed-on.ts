import { stripSubject } from '../model/base-subject.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { headerOf } from './headers.ts'

/** Whether a person passed on a report: clients that forward keep its parts, but not its type, and mark the subject. */
export function isPassedOn({ headers, subject }: Pick<ParsedMessage, 'headers' | 'subject'>): boolean {
  return hasPrefix(subject) && !/^multipart\/report\b/i.test(headerOf(headers, 'content-type'))
}

/** `Fwd:`, `TR :`, `Re:` and their like before a subject. */
export function hasPrefix(subject: string): boolean {
  return stripSubject(subject).length < subject.replace(/\s+/g, ' ').trim().length
}
