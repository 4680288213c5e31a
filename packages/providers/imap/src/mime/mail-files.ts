import type { Attachment } from '@guichet/core'
import { makeAttachment } from './attachments.ts'
import { decodePart } from './body-text.ts'
import { isBarren, type Part, type PartHeaders, partName } from './part.ts'
import { type EmbeddedFile, readTnef, type TnefContent } from './tnef.ts'
import { decodeTransfer } from './transfer-encoding.ts'
import { splitUuencoded } from './uuencoded-text.ts'

/** A larger winmail.dat stays one file. */
const maxTnefBytes = 10 * 1024 * 1024

/** One file of a mail: a part, or something that stood inside a part. */
export interface MailFile {
  readonly attachment: Attachment
  readonly part: Part
  /** Null for a part, whose bytes are read when somebody wants them. */
  readonly bytes: Uint8Array | null
}

/** How many bytes of a part are kept so that `mailFiles` can look inside. */
export function bytesToLookInside(part: PartHeaders): number {
  return isTnef(part) ? maxTnefBytes : 0
}

/** Everything in a mail that is not read as text, in its order. The walk has to keep `bytesToLookInside`. */
export function mailFiles(part: Part): readonly MailFile[] {
  if (part.children.length > 0) return part.children.flatMap(mailFiles)
  if (part.isBody) return part.contentType === 'text/plain' ? filesInText(part) : []
  // A multipart that was too deep to follow is a file; one without parts was read as text.
  if (isBarren(part) && (part.size === 0 || part.content.length > 0)) return []
  const inside = tnefContent(part)?.files ?? []
  // With nothing but a body in it, the file itself is all that there is to open.
  if (inside.length > 0) return inside.map((file) => embedded(part, file))
  return [{ attachment: toAttachment(part), part, bytes: null }]
}

/** What is inside a winmail.dat; null for another part, and for one that was too large to be kept. */
export function tnefContent(part: Part): TnefContent | null {
  if (!isTnef(part) || part.content.length === 0 || part.size > maxTnefBytes) return null
  return readTnef(decodeTransfer(part.content, part.encoding ?? 'identity'))
}

function isTnef(part: PartHeaders): boolean {
  return (
    /^application\/(?:vnd\.)?ms-tnef$/.test(part.contentType) ||
    partName(part).toLowerCase() === 'winmail.dat'
  )
}

const beginning = Buffer.from('begin ')

function filesInText(part: Part): readonly MailFile[] {
  // Looked for in the bytes: hardly any text holds one, and decoding costs.
  if (part.encoding === 'base64' || !part.content.includes(beginning)) return []
  return splitUuencoded(decodePart(part)).files.map((file) => embedded(part, file))
}

function embedded(part: Part, { name, contentType, contentId, bytes }: EmbeddedFile): MailFile {
  const type = contentType === '' ? 'application/octet-stream' : contentType
  const attachment = { name, contentType: type, size: bytes.length, contentId, inline: contentId !== null }
  return { attachment: makeAttachment(attachment), part, bytes }
}

function toAttachment(part: Part): Attachment {
  const isRelated = part.contentId !== null && part.parent?.contentType === 'multipart/related'
  const isInline =
    part.disposition.value === 'inline' || (isRelated && part.disposition.value !== 'attachment')
  return makeAttachment({
    name: partName(part),
    contentType: part.contentType,
    size: part.size,
    contentId: part.contentId,
    inline: isInline,
  })
}
