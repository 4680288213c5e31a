import { type ReactElement, useEffect, useRef } from 'react'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { usePlace } from '../state/location.ts'
import { MessageCard } from './message-card.tsx'
import { PendingCard } from './pending-card.tsx'

interface Props {
  readonly messages: readonly Message[]
  /** The text of a reply on its way. */
  readonly pending: string | null
}

/** Beyond this, messages out of sight are not laid out until they are scrolled to. */
const longThread = 60

/**
 * The messages in order. The scroller is reversed, so that it starts at the latest message and stays there when
 * the editor grows, and does not move for somebody who reads further up.
 */
export function MessageList({ messages, pending }: Props): ReactElement {
  const words = useWords().thread
  const scroller = useRef<HTMLElement>(null)
  const isSending = pending !== null
  useEffect(() => {
    if (isSending) scroller.current?.scrollTo({ top: 0 })
  }, [isSending])
  useShowChosen(messages)
  const lastInbound = messages.findLastIndex(isFromPerson)
  const isLong = messages.length > longThread
  return (
    <section
      ref={scroller}
      aria-label={words.messages}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="focus-inset flex min-h-0 flex-1 flex-col-reverse overflow-y-auto bg-canvas px-4 py-4 max-narrow:px-2"
    >
      <div className="mx-auto mb-auto flex w-full max-w-3xl flex-col gap-3">
        {messages.map((message, index) => (
          <div
            key={message.id}
            id={placeOf(message.id)}
            className={isLong ? '[contain-intrinsic-size:auto_10rem] [content-visibility:auto]' : ''}
          >
            <MessageCard
              message={message}
              fromHere={index === 0 ? [] : idsFrom(messages, index)}
              isAnswered={index < lastInbound}
            />
          </div>
        ))}
        {pending !== null && <PendingCard text={pending} />}
      </div>
    </section>
  )
}

function idsFrom(messages: readonly Message[], index: number): readonly string[] {
  return messages.slice(index).map(({ id }) => id)
}

function isFromPerson({ direction, verdict }: Message): boolean {
  return direction === 'inbound' && verdict === 'person'
}

function placeOf(messageId: string): string {
  return `message-${messageId}`
}

/** The message that was chosen in a list is in sight once it is there. */
function useShowChosen(messages: readonly Message[]): void {
  const { chosen } = usePlace()
  const isThere = messages.some(({ id }) => id === chosen)
  useEffect(() => {
    if (isThere) document.getElementById(placeOf(chosen))?.scrollIntoView({ block: 'nearest' })
  }, [isThere, chosen])
}
