import { type KeyboardEvent, type ReactElement, type ReactNode, type RefObject, useId } from 'react'
import type { Plan, Status } from '../api/types.ts'
import { shortcutOf } from '../keyboard/shortcuts.ts'
import { useWords } from '../language/language.ts'
import { SendLater } from '../sending/send-later.tsx'
import { type Draft, useDraft, writeDraft } from '../state/drafts.ts'
import { Button } from '../ui/button.tsx'
import { ComposerProblem } from './composer-problem.tsx'

interface Props {
  readonly conversationId: string
  readonly recipient: string
  readonly isSending: boolean
  readonly field: RefObject<HTMLTextAreaElement | null>
  /** Null: any length. */
  readonly maxCharacters: number | null
  /** What the text costs, under the given id; null where nothing is counted. */
  readonly counter: ((id: string, text: string) => ReactNode) | null
  /** Nothing can be planned for later than this; null: whenever. */
  readonly plannableUntil: Date | null
  readonly onSend: (options: SendOptions) => void
  readonly onLook: () => void
}

export interface SendOptions {
  readonly status?: Status
  /** Absent: at once. */
  readonly plan?: Plan
  readonly evenIfArrived?: boolean
}

/** Where the answer is written. The text outlives everything but sending it. */
export function Composer(props: Props): ReactElement {
  const { conversationId, recipient, isSending, field, maxCharacters, counter } = props
  const { plannableUntil, onSend, onLook } = props
  const words = useWords().composer
  const draft = useDraft(conversationId)
  const id = useId()
  const isEmpty = draft.text.trim() === ''
  const isTooLong = maxCharacters !== null && [...draft.text].length > maxCharacters
  const canSend = !isEmpty && !isTooLong && !isSending
  const send = (options: SendOptions) => {
    if (canSend) onSend(options)
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const name = shortcutOf(event.nativeEvent)
    // The single letters work again once the focus is out of the editor.
    if (name === 'leave') document.getElementById('thread')?.focus()
    if (name !== 'send' && name !== 'sendAndResolve') return
    event.preventDefault()
    send(name === 'send' ? {} : { status: 'resolved' })
  }
  const described = [
    draft.problem === null ? [] : [`${id}-problem`],
    counter === null || isEmpty ? [] : [`${id}-counter`],
  ].flat()
  return (
    <>
      {draft.problem !== null && (
        <ComposerProblem
          id={`${id}-problem`}
          problem={draft.problem}
          isPlanned={draft.plan !== null}
          onLook={onLook}
          onSendAnyway={() => send({ evenIfArrived: true, ...askedBefore(draft) })}
        />
      )}
      <div className="rounded-lg border border-field bg-surface focus-within:border-accent focus-within:outline-2 focus-within:outline-accent focus-within:-outline-offset-1">
        <textarea
          ref={field}
          aria-label={words.label}
          aria-describedby={described.length === 0 ? undefined : described.join(' ')}
          aria-invalid={isTooLong ? true : undefined}
          aria-keyshortcuts="Control+Enter Control+Shift+Enter"
          rows={3}
          placeholder={recipient === '' ? words.placeholder : words.replyTo(recipient)}
          value={draft.text}
          onChange={(event) => writeDraft(conversationId, event.target.value)}
          onKeyDown={pressed}
          className="field-grow block max-h-[40dvh] min-h-18 w-full resize-none rounded-lg bg-transparent px-3 py-2 text-body outline-none"
        />
        <div className="flex flex-wrap items-end justify-end gap-2 px-2 pb-2">
          {counter === null || isEmpty ? (
            <p className="min-w-0 flex-1 truncate pl-1 text-muted text-small">
              {isEmpty ? '' : words.keptHere}
            </p>
          ) : (
            counter(`${id}-counter`, draft.text)
          )}
          <SendLater disabled={!canSend} until={plannableUntil} onPlan={(plan) => send({ plan })} />
          <Button tone="outline" disabled={!canSend} onClick={() => send({ status: 'resolved' })}>
            {words.sendAndResolve}
          </Button>
          <Button tone="primary" disabled={!canSend} onClick={() => send({})}>
            {words.send}
          </Button>
        </div>
      </div>
    </>
  )
}

function askedBefore({ status, plan }: Draft): SendOptions {
  return { ...(status === null ? {} : { status }), ...(plan === null ? {} : { plan }) }
}
