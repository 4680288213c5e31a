import type { ReactElement } from 'react'
import { useContent } from '../api/content.ts'
import type { MessageContent } from '../api/types.ts'
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
  const { data } = useContent(messageId, 'blocked', attachment)
  if (data === undefined) return null
  return (
    <>
      {data.protection !== null && <ProtectionNote content={data} />}
      {data.event !== null && <EventCard event={data.event} />}
    </>
  )
}

function ProtectionNote({ content }: { readonly content: MessageContent }): ReactElement {
  const words = useWords().content.parts
  const isEncrypted = content.protection?.state === 'encrypted'
  // An opaque signature (RFC 8551 §3.5.2) holds the whole mail.
  const isEmpty = content.text.trim() === '' && content.html === null
  if (!isEncrypted && !isEmpty) return <p className="mb-3 text-muted text-small">{words.signed}</p>
  return (
    <p className="mb-3 rounded-md bg-caution-soft px-2.5 py-1 text-small">
      {isEncrypted ? words.encrypted : words.wrapped}
    </p>
  )
}
