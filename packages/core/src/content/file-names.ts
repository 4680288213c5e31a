import { cleanText } from '../model/text.ts'

/** Characters that no file system takes, or that a reader sees as something else (bidirectional overrides). */
const unsafe = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}<>:"|?*\\/]+/gu
/** Names that Windows takes for devices, whatever their ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|clock\$)(?=\.|$)/i
const maxNameBytes = 200

/**
 * A file name from a stranger as it may be written to a disk: one name without a path, without characters that mislead
 * or that some system forbids, never a device, never hidden, never empty. What it was called stays in the message.
 */
export function safeFileName(name: string, fallback = 'attachment'): string {
  const last = name.split(/[\\/]/).findLast((part) => part.replaceAll(/[.\s]/g, '') !== '') ?? ''
  const plain = cleanText(last.normalize('NFC'), 10_000)
    .replaceAll(unsafe, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const named = plain === '' ? fallback : devices.test(plain) ? `_${plain}` : plain
  return shortened(named)
}

/** Like `safeFileName`. Pictures of a phone have no name, and without an ending nothing opens them. */
export function fileNameWithEnding(name: string, ending: string | null): string {
  const safe = safeFileName(name)
  return ending === null || /\.[\w-]{1,12}$/.test(safe) ? safe : `${safe}.${ending}`
}

/** At most so many bytes in UTF-8, with the ending kept. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) return name
  const ending = /\.[\w-]{1,12}$/.exec(name)?.[0] ?? ''
  const characters = [...name.slice(0, name.length - ending.length)]
  while (Buffer.byteLength(characters.join('')) > maxNameBytes - ending.length) {
    characters.splice(-Math.max(1, Math.floor(characters.length / 8)))
  }
  return `${characters.join('').trimEnd()}${ending}`
}
