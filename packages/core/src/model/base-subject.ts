import { foldText } from './text.ts'

// Reply and forward prefixes of mail clients by language; RFC 5256 §2.1 knows only the English ones.
const replyPrefixes = [
  ...['re', 'ré', 'rép', 'réf', 'ref', 'rif', 'r', 'aw', 'antw', 'antwort', 'sv', 'vs', 'vá', 'res', 'resp'],
  ...[
    'odp',
    'ynt',
    'bls',
    'atb',
    'απ',
    'σχετ',
    'ответ',
    'отв',
    'на',
    'תגובה',
    'رد',
    '回复',
    '答复',
    '回覆',
    '返信',
    '답장',
  ],
].join('|')
const forwardPrefixes = [
  ...[
    'fwd?',
    'tr',
    'wg',
    'rv',
    'i',
    'enc',
    'doorst',
    'vl',
    'vb',
    'fs',
    'trs',
    'pd',
    'ilt',
    'i\u0307lt',
    'yml',
  ],
  ...['πρθ', 'пересл', 'הועבר', '转发', '轉寄', '轉發', '転送', '전달'],
].join('|')
const anyPrefix = new RegExp(
  `^(?:${replyPrefixes}|${forwardPrefixes})(?:\\s?\\[\\d{1,3}\\]|\\s?\\(\\d{1,3}\\))?\\s?[:：]\\s*`,
  'iu',
)
const replyPrefix = new RegExp(
  `^(?:${replyPrefixes})(?:\\s?\\[\\d{1,3}\\]|\\s?\\(\\d{1,3}\\))?\\s?[:：]`,
  'iu',
)
const listTag = /^\[[^\][]{1,40}\]\s*/
const forwardTrailer = /(?:\s*\(fwd\))+$/i
/** RFC 5256 §2.1 (6): `[Fwd: subject]`, as Netscape wrote it. */
const forwardWrap = /^\[fwd:\s*(.*)\]$/i

/** More prefixes than this on one subject is a loop or a joke. */
const maxPrefixes = 20

function plain(subject: string): string {
  // French clients put a no-break space before the colon.
  return subject
    .normalize('NFC')
    .replace(/[\s\u00A0\u202F]+/g, ' ')
    .trim()
}

const forwardPrefix = new RegExp(
  `^(?:${forwardPrefixes}|vs)(?:\\s?\\[\\d{1,3}\\]|\\s?\\(\\d{1,3}\\))?\\s?[:：]|^\\[fwd:`,
  'iu',
)

/** True when a mail client marked the subject as passed on: `Fwd:`, `TR :`, `WG:`; Danes write `VS:` for that. */
export function hasForwardPrefix(subject: string): boolean {
  return [plain(subject), plain(subject).replace(listTag, '')].some((one) => forwardPrefix.test(one))
}

/** True when a mail client marked the subject as an answer: `Re:`, `RE :`, `Réf :`, `AW:`, `Re[2]:`, `[list] Re:`. */
export function hasReplyPrefix(subject: string): boolean {
  return replyPrefix.test(plain(subject).replace(listTag, ''))
}

/** The subject without reply and forward marks and list tags, as it should be shown. */
export function stripSubject(subject: string): string {
  let rest = plain(subject)
  for (let round = 0; round < maxPrefixes; round += 1) {
    const shorter = shorten(rest)
    if (shorter === rest || shorter === '') break
    rest = shorter
  }
  return rest
}

function shorten(subject: string): string {
  const unwrapped = forwardWrap.exec(subject)?.[1] ?? subject
  const bare = unwrapped.replace(forwardTrailer, '').replace(anyPrefix, '').trim()
  // A tag that is all there is is the subject.
  return bare.replace(listTag, '') || bare
}

/** The form under which subjects are compared (RFC 5256 §2.1, with the prefixes of other languages). */
export function baseSubject(subject: string): string {
  return foldText(stripSubject(subject))
}
