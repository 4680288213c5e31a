import type { ReactElement } from 'react'
import { attachmentUrl } from '../api/content.ts'
import type { Attachment } from '../api/types.ts'
import { fileSize } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'

/** The files of a message, each a download. */
export function AttachmentList({
  messageId,
  attachments,
}: {
  readonly messageId: string
  readonly attachments: readonly Attachment[]
}): ReactElement | null {
  const { thread: words, content } = useWords()
  const locale = useLocale()
  if (attachments.length === 0) return null
  return (
    <ul aria-label={words.attachments(attachments.length)} className="mt-3 flex flex-wrap gap-2">
      {attachments.map((attachment, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and they never move
          key={index}
          className="max-w-full"
        >
          <a
            href={attachmentUrl(messageId, index)}
            download
            title={content.download(attachment.name)}
            className="flex min-h-7 items-center gap-2 rounded-md border bg-canvas px-2.5 py-1 text-small hover:bg-hover"
          >
            <Icon name="clip" className="text-muted" />
            <span className="truncate font-medium">{attachment.name || content.unnamedFile}</span>
            <span className="shrink-0 text-muted tabular-nums">{fileSize(locale, attachment.size)}</span>
            {attachment.inline && <span className="shrink-0 text-muted">({words.inlineImage})</span>}
          </a>
        </li>
      ))}
    </ul>
  )
}
