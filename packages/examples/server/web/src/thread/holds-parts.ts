import type { Attachment, Message } from '../api/types.ts'

const telling =
  /^(?:text\/calendar|application\/ics|message\/(?:rfc822|global)|application\/(?:x-)?pkcs7-|application\/pgp-)/

/** Whether a message may hold more than text and files: only then is its content asked for unasked. */
export function holdsParts(
  message: Pick<Message, 'attachments' | 'text' | 'rawKey' | 'parseState'>,
): boolean {
  if (message.rawKey === null || message.parseState === 'failed') return false
  return (
    /^\s*-----BEGIN PGP /.test(message.text) ||
    message.attachments.some(({ contentType, name }) => telling.test(contentType) || /\.ics$/i.test(name))
  )
}

/** The file that carries a signature (RFC 8551, RFC 3156), which says nothing to a person. */
export function isSignature({ contentType }: Pick<Attachment, 'contentType'>): boolean {
  return /^application\/(?:(?:x-)?pkcs7|pgp)-signature$/.test(contentType)
}
