import type { Dictionary } from '../language/french.ts'

/** A subject, or a word where there is none. */
export function subjectOf({ subject }: { readonly subject: string }, words: Dictionary): string {
  return subject.trim() === '' ? words.list.noSubject : subject
}
