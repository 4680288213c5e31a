/**
 * A subject on one line. A line break in somebody's data neither writes a header of its own nor makes the mail fail:
 * it is a blank, like every other run of white space, control characters and line separators.
 */
export function subjectLine(subject: string): string {
  return subject.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
