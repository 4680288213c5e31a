import type { ReactElement } from 'react'
import type { Address, Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { phoneName } from '../language/phone-name.ts'
import { type ListName, placeAfter, usePlace } from '../state/location.ts'
import { DeliveryNote } from '../thread/delivery-note.tsx'
import { SendDecisions } from '../thread/send-decisions.tsx'
import { Link } from '../ui/link.tsx'
import { MediumIcon } from '../ui/medium-icon.tsx'
import { Time } from '../ui/time.tsx'

interface Props {
  readonly list: ListName
  readonly message: Message
}

/** An answer that has not left: to whom, what, how it stands, and what can be done about it. */
export function OutgoingRow({ list, message }: Props): ReactElement {
  const words = useWords()
  const place = usePlace()
  const { id, conversationId, medium, subject, text, delivery, receivedAt } = message
  const isOpen = place.chosen === id && place.conversation === conversationId
  const look = isOpen
    ? 'bg-accent-soft before:absolute before:inset-y-0 before:left-0 before:w-0.75 before:bg-accent'
    : 'hover:bg-hover'
  return (
    <li className={`relative border-b px-4 py-2.5 ${look}`}>
      <Link
        to={placeAfter(place, { page: list, chosen: id, conversation: conversationId })}
        aria-current={isOpen ? 'true' : undefined}
        className="focus-inset block rounded-sm"
      >
        <span className="flex items-center gap-2">
          <MediumIcon medium={medium} />
          <span className="min-w-0 flex-1 truncate font-semibold">
            {words.outgoing.to(message.to.map(nameOf).join(', '))}
          </span>
          {list === 'unsent' && (
            <span className="shrink-0 text-muted text-small">
              <Time at={receivedAt} short />
            </span>
          )}
        </span>
        {subject !== '' && <span className="block truncate font-medium">{subject}</span>}
        <span className="line-clamp-2 wrap-anywhere text-muted">{text}</span>
      </Link>
      {delivery !== null && (
        <DeliveryNote delivery={delivery} integrationId={message.integrationId} isFromElsewhere={false} />
      )}
      <SendDecisions message={message} />
    </li>
  )
}

function nameOf({ name, address }: Address): string {
  return name === '' ? phoneName(address) : name
}
