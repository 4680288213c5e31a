import { type ReactElement, useState } from 'react'
import { useContent } from '../api/content.ts'
import { problemOf } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { HtmlFrame } from './html-frame.tsx'
import { MessageText } from './message-text.tsx'

/** A mail as its sender laid it out, with pictures of other servers left out until somebody wants them. */
export function FormattedView({
  messageId,
  attachment,
}: {
  readonly messageId: string
  readonly attachment?: string
}): ReactElement {
  const words = useWords().content
  const [remoteImages, setRemoteImages] = useState<'blocked' | 'allowed'>('blocked')
  const { data, error, isPending } = useContent(messageId, remoteImages, attachment)
  if (isPending) return <p className="text-muted">{words.formattedLoading}</p>
  if (error !== null) return <p className="text-muted">{problemOf(error).detail}</p>
  if (data.html === null)
    return (
      <>
        <p className="mb-2 text-muted italic">{words.noFormatting}</p>
        <MessageText text={data.text} />
      </>
    )
  return (
    <div className="flex flex-col gap-2">
      {remoteImages === 'blocked' && data.blockedImages > 0 && (
        <div className="flex flex-wrap items-center gap-2 rounded-md bg-caution-soft px-2.5 py-1 text-small">
          <span className="flex-1">{words.imagesBlocked(data.blockedImages)}</span>
          <Button onClick={() => setRemoteImages('allowed')}>{words.showImages}</Button>
        </div>
      )}
      {data.trackers > 0 && <p className="text-muted text-small">{words.trackersRemoved(data.trackers)}</p>}
      <HtmlFrame html={data.html} remoteImages={remoteImages} title={words.formattedTitle} />
    </div>
  )
}
