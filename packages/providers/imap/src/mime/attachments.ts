import { type Attachment, cleanText } from '@guichet/core'

const maxNameLength = 255
const maxTypeLength = 255
const maxIdLength = 998

/** An attachment as it is stored. */
export function makeAttachment(attachment: Attachment): Attachment {
  return {
    ...attachment,
    name: cleanText(attachment.name.replaceAll(/\s+/g, ' ').trim(), maxNameLength),
    contentType: cleanText(attachment.contentType, maxTypeLength),
    contentId: attachment.contentId === null ? null : cleanText(attachment.contentId, maxIdLength),
  }
}
