import type { ReactElement } from 'react'
import { useContent } from '../api/content.ts'
import { useWords } from '../language/language.ts'
import { EventCard } from './event-card.tsx'

/** What stands above the text of a message: the event it invites to, and whether it is signed or encrypted. */
export function PartNotes({
  messageId,
  attachment,
}: {
  readonly messageId: string
  readonly attachment?: string
}): ReactElement | null {
  const words = useWords().content.parts
  const { data } = useContent(messageId, 'blocked', attachment)
  if (data === undefined) return null
  return (
    <>
      {data.protection?.state === 'encrypted' && (
        <p className="mb-3 rounded-md bg-caution-soft px-2.5 py-1 text-small">{words.encrypted}</p>
      )}
      {data.protection?.state === 'signed' && <p className="mb-3 text-muted text-small">{words.signed}</p>}
      {data.event !== null && <EventCard event={data.event} />}
    </>
  )
}
