import type { AttachmentContent, Log } from '@guichet/core'
import { byteStream } from './byte-stream.ts'

/** A stranger wrote these bytes: should a browser ever show them, they get no origin, no script and no guessing. */
export const strangersBytes = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const

/** A file from a message. Never shown by a browser: only pictures are called what they are. */
export async function download(
  { name, contentType, isPicture, bytes }: AttachmentContent,
  log: Log,
): Promise<Response> {
  return new Response(await byteStream(bytes, log), {
    headers: {
      'content-type': isPicture && contentType !== null ? contentType : 'application/octet-stream',
      'content-disposition': contentDisposition(name),
      ...strangersBytes,
    },
  })
}

/** RFC 6266 §5: an ASCII name for old readers, the whole one encoded (RFC 8187). */
function contentDisposition(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
