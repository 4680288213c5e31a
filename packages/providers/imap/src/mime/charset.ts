import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import libmime from 'libmime'
import { detectCharset } from './detect-charset.ts'

/**
 * What senders mean by a label: the WHATWG supersets. `iso-8859-1` mail holds `€` and `’` at places where only
 * windows-1252 has them, `gb2312` mail holds characters that came later.
 */
const supersets: ReadonlyMap<string, string> = new Map([
  ['iso-8859-1', 'windows-1252'],
  ['iso8859-1', 'windows-1252'],
  ['iso_8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['latin-1', 'windows-1252'],
  ['cp-1252', 'windows-1252'],
  ['iso-8859-8-i', 'iso-8859-8'],
  ['iso-8859-9', 'windows-1254'],
  ['iso-8859-11', 'windows-874'],
  ['tis-620', 'windows-874'],
  ['gb2312', 'gb18030'],
  ['gbk', 'gb18030'],
  ['x-gbk', 'gb18030'],
  ['gb_2312-80', 'gb18030'],
  ['ks_c_5601-1987', 'cp949'],
  ['ks_c_5601', 'cp949'],
  ['ksc5601', 'cp949'],
  ['euc-kr', 'cp949'],
  ['x-sjis', 'shift_jis'],
  ['big5', 'big5-hkscs'],
  ['unicode-1-1-utf-7', 'utf-7'],
])

/** Labels that say nothing about bytes above 127. */
const meaningless = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'unknown-8bit',
  'unknown',
  'x-unknown',
  'x-user-defined',
  'binary',
  '8bit',
  '7bit',
  'default',
])

const japanese = /^(?:iso-?2022-?jp|jis)/
/** Encodings in which bytes below 128 are not simply ASCII. */
const notAscii = /^(?:utf-?7|utf-?16|utf-?32|ucs|unicode|iso-?2022|jis|hz)/
const onlyReplacements = /^[\0-\x7f\ufffd]*$/

/**
 * Bytes as text: what was declared, else UTF-8 if they are valid UTF-8, else what the text itself says (`inText`), else
 * what its statistics say, else windows-1252. Never throws.
 */
export function decodeCharset(bytes: Buffer, declared: string | null, inText: string | null = null): string {
  const label = cleanLabel(declared)
  // Most mail is ASCII whatever it declares, and then a table look-up per byte finds nothing.
  if (isAscii(bytes) && !notAscii.test(label)) return bytes.toString('latin1')
  if (!saysNothing(label)) return decodeDeclared(bytes, label)
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const inner = cleanLabel(inText)
  if (!saysNothing(inner) && !notAscii.test(inner)) return decodeDeclared(bytes, inner)
  // Not TextDecoder: Node 20 decodes windows-1252 as Latin-1, and `€ ’ “` vanish.
  const detected = detectCharset(bytes) ?? 'windows-1252'
  return iconv.decode(bytes, supersets.get(detected) ?? detected)
}

function saysNothing(label: string): boolean {
  return meaningless.has(label) || !isKnownCharset(label)
}

function decodeDeclared(bytes: Buffer, label: string): string {
  if (label === 'utf-8' || label === 'utf8') return decodeUtf8(bytes)
  // iconv-lite has no stateful Japanese; libmime brings a converter for it.
  if (japanese.test(label)) return libmime.decodeWord(label, 'B', bytes.toString('base64'))
  return iconv.decode(bytes, supersets.get(label) ?? label)
}

function isKnownCharset(declared: string | null): boolean {
  const label = cleanLabel(declared)
  if (meaningless.has(label) || japanese.test(label)) return true
  return iconv.encodingExists(supersets.get(label) ?? label)
}

/** The bytes of a text under a label that `decodeCharset` takes back; UTF-8 for labels that name no encoding. */
export function encodeCharset(text: string, declared: string | null): Buffer {
  const label = cleanLabel(declared)
  const charset = supersets.get(label) ?? label
  return Buffer.from(iconv.encodingExists(charset) && charset !== '' ? iconv.encode(text, charset) : text)
}

function cleanLabel(declared: string | null): string {
  const label = (declared ?? '').trim().toLowerCase().slice(0, 60)
  return label.startsWith('"') || label.startsWith("'") ? label.slice(1, -1) : label
}

/** A declared UTF-8 that holds not one valid sequence is somebody's Latin-1 under a wrong label. */
function decodeUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  if (text.charCodeAt(0) === 0xfeff) return text.slice(1)
  if (!text.includes('\ufffd') || isAscii(bytes)) return text
  return onlyReplacements.test(text) ? iconv.decode(bytes, 'windows-1252') : text
}
