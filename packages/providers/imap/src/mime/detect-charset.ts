import { analyse } from 'chardet'

/** More says nothing new, and less is guessing. */
const sampleLength = 4096
const fewestHighBytes = 8
/** Scripts other than Latin write nearly every letter above 127; Latin ones every twentieth. */
const fewestHighPart = 0.4

/** Of one-byte encodings the statistics are weak: half as sure is sure enough, there is no Latin text left to confuse. */
const surest = { oneByte: 30, manyBytes: 90 }
const manyBytes = new Set(['Shift_JIS', 'GB18030', 'Big5', 'EUC-KR', 'EUC-JP'])
const oneByte = new Set([
  ...['KOI8-R', 'windows-1251', 'ISO-8859-5', 'ISO-8859-6', 'windows-1256', 'ISO-8859-7', 'windows-1253'],
  ...['ISO-8859-8', 'windows-1255'],
])

/**
 * The encoding of bytes that nobody declared, where their statistics leave no doubt: Cyrillic, Greek, Hebrew, Arabic,
 * Chinese, Japanese, Korean. Null for Latin scripts, which their statistics do not tell apart, and for short texts.
 */
export function detectCharset(bytes: Buffer): string | null {
  const sample = Buffer.from(bytes.toString('latin1', 0, sampleLength).replaceAll(/<[^<>]*>/g, ' '), 'latin1')
  if (!isForeignScript(sample)) return null
  const [best] = analyse(sample).filter(({ name }) => manyBytes.has(name) || oneByte.has(name))
  if (best === undefined) return null
  const wanted = manyBytes.has(best.name) ? surest.manyBytes : surest.oneByte
  return best.confidence >= wanted ? best.name.toLowerCase() : null
}

function isForeignScript(sample: Buffer): boolean {
  let high = 0
  let letters = 0
  for (const byte of sample) {
    if (byte > 0x7f) high += 1
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters += 1
  }
  return high >= fewestHighBytes && high >= (high + letters) * fewestHighPart
}
