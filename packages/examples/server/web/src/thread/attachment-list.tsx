import type { ReactElement } from 'react'
import type { Attachment } from '../api/types.ts'
import { fileSize } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'

/** The files of a message; they are inside the original. */
export function AttachmentList({
  attachments,
}: {
  readonly attachments: readonly Attachment[]
}): ReactElement | null {
  const words = useWords().thread
  const locale = useLocale()
  if (attachments.length === 0) return null
  return (
    <ul aria-label={words.attachments(attachments.length)} className="mt-3 flex flex-wrap gap-2">
      {attachments.map((attachment, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and they never move
          key={index}
          className="flex max-w-full items-center gap-2 rounded-md border bg-canvas px-2.5 py-1 text-small"
        >
          <Icon name="clip" className="text-muted" />
          <span className="truncate font-medium">{attachment.name}</span>
          <span className="shrink-0 text-muted tabular-nums">{fileSize(locale, attachment.size)}</span>
          {attachment.inline && <span className="shrink-0 text-muted">({words.inlineImage})</span>}
        </li>
      ))}
    </ul>
  )
}
