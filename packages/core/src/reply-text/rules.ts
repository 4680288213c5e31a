import type { MailLine } from './mail-line.ts'

const onlySigns = /^[-–—―─_=*#~+•.ᐧ ]+$/

/** A line of dashes (or the dot with which a mail tracker ends a text) or the like, or `<hr>`. */
export function isRule(line: MailLine): boolean {
  return (
    line.mark === 'rule' || ((line.folded.length >= 2 || line.folded === 'ᐧ') && onlySigns.test(line.folded))
  )
}
