import { GuichetError } from '../errors.ts'
import { headerText } from '../model/header-text.ts'
import type { OutboundAttachment } from '../ports/outbound-message.ts'
import { safeFileName } from './file-names.ts'

/**
 * What the header lines of a file that goes out may say: its name without paths and line breaks. Throws `invalid-input`
 * for a type that is none and for a content id that would break out of its line.
 */
export function attachmentLabels({
  name,
  contentType,
  contentId,
}: OutboundAttachment): Pick<OutboundAttachment, 'name' | 'contentType' | 'contentId'> {
  if (!/^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(contentType)) {
    const sentence = `attachments: “${contentType.slice(0, 50)}” is no type such as application/pdf`
    throw new GuichetError('invalid-input', sentence, { field: 'attachments' })
  }
  return {
    name: safeFileName(name),
    contentType,
    ...(contentId === undefined ? {} : { contentId: headerText('attachments', contentId) }),
  }
}
