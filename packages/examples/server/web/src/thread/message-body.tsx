import { type ReactElement, useState } from 'react'
import { isTextMedium } from '../api/reply-options.ts'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { FormattedView } from './formatted-view.tsx'
import { holdsParts } from './holds-parts.ts'
import { MessageText } from './message-text.tsx'
import { PartNotes } from './part-notes.tsx'
import { TextBody } from './text-body.tsx'

/** What a message says: its text, or, for one that came in, the way its sender laid it out. */
export function MessageBody({ message }: { readonly message: Message }): ReactElement {
  const words = useWords().content
  const [isFormatted, setFormatted] = useState(false)
  if (isTextMedium(message.medium)) return <TextBody message={message} />
  // Only mails are laid out; what another system posted is data.
  if (message.rawKey === null || message.medium !== 'email') return <MessageText text={message.text} />
  return (
    <>
      {holdsParts(message) && <PartNotes messageId={message.id} />}
      {isFormatted ? <FormattedView messageId={message.id} /> : <MessageText text={message.text} />}
      <button
        type="button"
        aria-pressed={isFormatted}
        onClick={() => setFormatted(!isFormatted)}
        className="mt-2 inline-flex min-h-6 items-center rounded-md px-1 text-muted text-small underline decoration-dotted underline-offset-2 hover:text-ink"
      >
        {isFormatted ? words.plain : words.formatted}
      </button>
    </>
  )
}
