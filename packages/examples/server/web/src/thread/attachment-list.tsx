import { isRunnableName } from '@guichet/core/runnable-name'
import type { ReactElement } from 'react'
import { attachmentUrl } from '../api/content.ts'
import type { Attachment } from '../api/types.ts'
import { fileSize } from '../language/dates.ts'
import type { Dictionary } from '../language/french.ts'
import { useLocale, useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'
import { isSignature } from './holds-parts.ts'
import { UnfetchedFile } from './unfetched-file.tsx'

/** The files of a message, each a download. */
export function AttachmentList({
  messageId,
  attachments,
}: {
  readonly messageId: string
  readonly attachments: readonly Attachment[]
}): ReactElement | null {
  const { thread: words, content } = useWords()
  if (attachments.length === 0) return null
  return (
    <ul aria-label={words.attachments(attachments.length)} className="mt-3 flex flex-wrap gap-2">
      {attachments.map((attachment, index) => {
        const { fetched } = attachment
        const place = { messageId, index, name: nameOf(attachment, content) }
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and they never move
            key={index}
            className="max-w-full"
          >
            {fetched === undefined || fetched.state === 'stored' ? (
              <FileLink {...place} attachment={attachment} />
            ) : (
              <UnfetchedFile {...place} error={fetched.state === 'failed' ? (fetched.error ?? '') : null} />
            )}
          </li>
        )
      })}
    </ul>
  )
}

interface FileLinkProps {
  readonly messageId: string
  readonly index: number
  readonly name: string
  readonly attachment: Attachment
}

function FileLink({ messageId, index, name, attachment }: FileLinkProps): ReactElement {
  const { thread: words, content } = useWords()
  const locale = useLocale()
  return (
    <a
      href={attachmentUrl(messageId, index)}
      download
      title={content.download(name)}
      className="block rounded-md border bg-canvas px-2.5 py-1 text-small hover:bg-hover"
    >
      {isPhoto(attachment) && (
        <img
          src={attachmentUrl(messageId, index)}
          alt=""
          loading="lazy"
          className="my-1 max-h-56 max-w-full rounded-sm"
        />
      )}
      <span className="flex min-h-5 flex-wrap items-center gap-x-2">
        <Icon name="clip" className="text-muted" />
        <span className="min-w-0 truncate font-medium">{name}</span>
        <span className="shrink-0 text-muted tabular-nums">{fileSize(locale, attachment.size)}</span>
        {isRunnableName(attachment.name) && (
          <span className="flex shrink-0 items-center gap-1 font-medium text-caution">
            <Icon name="warning" />
            {content.mayRun}
          </span>
        )}
        {isSignature(attachment) && (
          <span className="shrink-0 text-muted">({content.parts.signatureFile})</span>
        )}
        {attachment.inline && !isSignature(attachment) && (
          <span className="shrink-0 text-muted">({words.inlineImage})</span>
        )}
      </span>
    </a>
  )
}

/** A picture that somebody sent as a message: it is what is said. The server answers no other type as a picture. */
function isPhoto({ fetched, contentType }: Attachment): boolean {
  return fetched?.state === 'stored' && /^image\/(?:jpeg|png|webp|gif)$/i.test(contentType)
}

/** Mail programs name no file that only another program was meant to read. */
function nameOf({ name, contentType }: Attachment, words: Dictionary['content']): string {
  if (name !== '') return name
  if (/^(?:message\/(?:rfc822|global)|text\/rfc822-headers)$/i.test(contentType)) return words.attachedMessage
  return /^message\/(?:global-)?delivery-status$/i.test(contentType)
    ? words.deliveryReport
    : words.unnamedFile
}
