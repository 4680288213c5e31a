import { type ReactElement, useState } from 'react'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { changeList, chooseMode, includeOriginals, type Lists, listNames, type Mode } from './addressing.ts'
import { AttachButton } from './attach-button.tsx'
import { ModeMenu } from './mode-menu.tsx'
import { RecipientField } from './recipient-field.tsx'
import { RecipientNotes } from './recipient-notes.tsx'
import type { Addressed } from './use-addressed.ts'

interface Props {
  readonly conversationId: string
  readonly messages: readonly Message[]
  readonly addressed: Addressed
  readonly onFiles: (files: readonly File[]) => void
}

/** Above the text: what kind of message it is, whom it goes to, and what to know about them. */
export function AddressingHead({ conversationId, messages, addressed, onFiles }: Props): ReactElement {
  const words = useWords().addressing
  const [wantsCopies, setWantsCopies] = useState(false)
  const { addressing, choice, lists, about } = addressed
  const { mode, withOriginals } = addressing
  const hasCopies = wantsCopies || lists.cc.length + lists.bcc.length > 0
  const shown = listNames.filter((name) => name === 'to' || hasCopies)
  const change = (changes: Partial<Lists>) => changeList(conversationId, { ...lists, ...changes })
  const originals = mode === 'forward' ? (about?.attachments.length ?? 0) : 0
  return (
    <div className="rounded-t-lg">
      <div className="flex flex-wrap items-center gap-x-2 border-b px-1 py-0.5 text-small">
        <ModeMenu
          mode={mode}
          onChoose={(next) =>
            chooseMode(
              conversationId,
              next,
              addressing.about ?? (next === 'forward' ? lastOf(messages) : null),
            )
          }
        />
        {about !== null && (
          <About {...{ mode, about }} onEnd={() => chooseMode(conversationId, 'reply', null)} />
        )}
        <span className="ml-auto flex items-center gap-1">
          {!hasCopies && (
            <button
              type="button"
              title={words.copiesHint}
              onClick={() => setWantsCopies(true)}
              className="min-h-6 rounded-md px-1.5 text-muted hover:bg-hover hover:text-ink"
            >
              {words.copies}
            </button>
          )}
          <AttachButton onFiles={onFiles} />
        </span>
      </div>
      {shown.map((name) => (
        <RecipientField
          key={name}
          {...{ name, choice }}
          addresses={lists[name]}
          onChange={(addresses) => change({ [name]: addresses })}
        />
      ))}
      <RecipientNotes choice={choice} />
      {originals > 0 && (
        <label className="flex items-center gap-2 border-b px-2.5 py-1 text-small">
          <input
            type="checkbox"
            checked={withOriginals}
            onChange={({ target }) => includeOriginals(conversationId, target.checked)}
          />
          {words.originals(originals)}
        </label>
      )}
    </div>
  )
}

interface AboutProps {
  readonly mode: Mode
  readonly about: Message
  readonly onEnd: () => void
}

/** Which message it is about, and the way back to the usual one. */
function About({ mode, about: { from }, onEnd }: AboutProps): ReactElement {
  const words = useWords().addressing
  const author = from?.name || from?.address || '?'
  return (
    <>
      <span className="min-w-0 truncate text-muted">
        {mode === 'forward' ? words.passedOn(author) : words.about(author)}
      </span>
      <button type="button" onClick={onEnd} className="min-h-6 underline underline-offset-2">
        {words.usual}
      </button>
    </>
  )
}

/** What is passed on unless somebody chose another one: the last message of the customer. */
function lastOf(messages: readonly Message[]): string | null {
  const received = messages.findLast(
    ({ direction, threading }) => direction === 'inbound' && threading.rule !== 'report',
  )
  return (received ?? messages.at(-1))?.id ?? null
}
