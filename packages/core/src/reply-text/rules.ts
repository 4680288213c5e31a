import type { MailLine } from './mail-line.ts'

const onlySigns = /^[-–—―─_=*#~+•.ᐧ ]+$/

/** A title between dashes, whatever it says: `-----Original Message-----`. */
export function isDashedTitle({ folded }: MailLine): boolean {
  return folded.length <= 80 && /^[-–—_=*]{2,} ?[^-–—_=*]{2,60} ?[-–—_=*]{2,}$/.test(folded)
}

/** A line of dashes (or the dot with which a mail tracker ends a text) or the like, or `<hr>`. */
export function isRule(line: MailLine): boolean {
  return (
    line.mark === 'rule' || ((line.folded.length >= 2 || line.folded === 'ᐧ') && onlySigns.test(line.folded))
  )
}
