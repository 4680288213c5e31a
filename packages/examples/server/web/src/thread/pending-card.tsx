import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { DeliveryNote } from './delivery-note.tsx'
import { MessageText } from './message-text.tsx'

const onItsWay = { state: 'sending', attempts: 0, error: null, nextAttemptAt: null } as const

/** A reply before the server has answered. */
export function PendingCard({ text }: { readonly text: string }): ReactElement {
  const words = useWords()
  return (
    <article
      aria-label={words.thread.you}
      className="ml-6 rounded-xl bg-accent-soft px-4 py-3 opacity-80 narrow:ml-12"
    >
      <h3 className="mb-2 font-semibold">{words.thread.you}</h3>
      <MessageText text={text} />
      <DeliveryNote isFromElsewhere={false} integrationId={null} delivery={onItsWay} />
    </article>
  )
}
