import { foldText } from './text.ts'

// Reply and forward prefixes of mail clients by language; RFC 5256 §2.1 knows only the English ones.
const replyPrefixes = 're|ré|rép|réf|rif|aw|antw|antwort|sv|vs|res|resp|odp|ynt|bls|回复|答复|回覆|ответ|отв'
const forwardPrefixes = 'fwd?|tr|wg|rv|i|enc|doorst|vl|vb|pd|转发|轉寄|пересл'
const anyPrefix = new RegExp(
  `^(?:${replyPrefixes}|${forwardPrefixes})(?:\\s?\\[\\d{1,3}\\]|\\s?\\(\\d{1,3}\\))?\\s?[:：]\\s*`,
  'iu',
)
const replyPrefix = new RegExp(
  `^(?:${replyPrefixes})(?:\\s?\\[\\d{1,3}\\]|\\s?\\(\\d{1,3}\\))?\\s?[:：]`,
  'iu',
)
const listTag = /^\[[^\][]{1,40}\]\s*/
const forwardTrailer = /\s*\(fwd\)$/i

/** More prefixes than this on one subject is a loop or a joke. */
const maxPrefixes = 20

function plain(subject: string): string {
  // French clients put a no-break space before the colon.
  return subject
    .normalize('NFC')
    .replace(/[\s\u00A0\u202F]+/g, ' ')
    .trim()
}

/** True when a mail client marked the subject as an answer: `Re:`, `RE :`, `Réf :`, `AW:`, `Re[2]:`, `[list] Re:`. */
export function hasReplyPrefix(subject: string): boolean {
  return replyPrefix.test(plain(subject).replace(listTag, ''))
}

/** The subject without reply and forward marks and list tags, as it should be shown. */
export function stripSubject(subject: string): string {
  let rest = plain(subject).replace(forwardTrailer, '')
  for (let round = 0; round < maxPrefixes; round += 1) {
    const shorter = rest.replace(anyPrefix, '').replace(listTag, '')
    if (shorter === rest || shorter === '') break
    rest = shorter
  }
  return rest
}

/** The form under which subjects are compared (RFC 5256 §2.1, with the prefixes of other languages). */
export function baseSubject(subject: string): string {
  return foldText(stripSubject(subject))
}
