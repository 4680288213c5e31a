import { type Attachment, cleanText } from '@guichet/core'
import { isBarren, type Part, partName } from './part.ts'

const maxNameLength = 255
const maxTypeLength = 255
const maxIdLength = 998

/** Every part that is not read as text, in the order of the mail. */
export function listAttachments(root: Part): readonly Attachment[] {
  return attachmentParts(root).map(toAttachment)
}

/** The parts behind that list, in its order. */
export function attachmentParts(part: Part): readonly Part[] {
  if (part.children.length > 0) return part.children.flatMap(attachmentParts)
  // A multipart that was too deep to follow is a file; one without parts was read as text.
  if (part.isBody || (isBarren(part) && (part.size === 0 || part.content.length > 0))) return []
  return [part]
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

/** An attachment as it is stored. */
export function makeAttachment(attachment: Attachment): Attachment {
  return {
    ...attachment,
    name: cleanText(attachment.name.replaceAll(/\s+/g, ' ').trim(), maxNameLength),
    contentType: cleanText(attachment.contentType, maxTypeLength),
    contentId: attachment.contentId === null ? null : cleanText(attachment.contentId, maxIdLength),
  }
}
