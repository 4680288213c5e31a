import { type KeyboardEvent, type ReactElement, type RefObject, useId } from 'react'
import type { Reply } from '../api/replies.ts'
import { shortcutOf } from '../keyboard/shortcuts.ts'
import { useWords } from '../language/language.ts'
import { useDraft, writeDraft } from '../state/drafts.ts'
import { Button } from '../ui/button.tsx'
import { AddressWarning } from './address-warning.tsx'
import { ComposerProblem } from './composer-problem.tsx'

interface Props {
  readonly conversationId: string
  readonly recipient: string
  /** The address the answer goes to; empty when nobody knows. */
  readonly address: string
  readonly isSending: boolean
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly onSend: (options: Pick<Reply, 'status'> & { readonly evenIfArrived?: boolean }) => void
  readonly onLook: () => void
}

/** Where the answer is written. The text outlives everything but sending it. */
export function Composer({
  conversationId,
  recipient,
  address,
  isSending,
  field,
  onSend,
  onLook,
}: Props): ReactElement {
  const words = useWords().composer
  const draft = useDraft(conversationId)
  const problemId = useId()
  const isEmpty = draft.text.trim() === ''
  const send = (options: Parameters<Props['onSend']>[0]) => {
    if (!isEmpty && !isSending) onSend(options)
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
  return (
    <div className="border-t bg-surface px-4 pt-3 pb-3">
      <div className="mx-auto flex max-w-3xl flex-col gap-2">
        <AddressWarning address={address} />
        {draft.problem !== null && (
          <ComposerProblem
            id={problemId}
            problem={draft.problem}
            onLook={onLook}
            onSendAnyway={() =>
              send({ evenIfArrived: true, ...(draft.status === null ? {} : { status: draft.status }) })
            }
          />
        )}
        <div className="rounded-lg border border-field bg-surface focus-within:border-accent focus-within:outline-2 focus-within:outline-accent focus-within:-outline-offset-1">
          <textarea
            ref={field}
            aria-label={words.label}
            aria-describedby={draft.problem === null ? undefined : problemId}
            aria-keyshortcuts="Control+Enter Control+Shift+Enter"
            rows={3}
            placeholder={recipient === '' ? words.placeholder : words.replyTo(recipient)}
            value={draft.text}
            onChange={(event) => writeDraft(conversationId, event.target.value)}
            onKeyDown={pressed}
            className="field-grow block max-h-[40dvh] min-h-18 w-full resize-none rounded-lg bg-transparent px-3 py-2 text-body outline-none"
          />
          <div className="flex flex-wrap items-center gap-2 px-2 pb-2">
            <p className="min-w-0 flex-1 truncate pl-1 text-muted text-small">
              {isEmpty ? '' : words.keptHere}
            </p>
            <Button
              tone="outline"
              disabled={isEmpty || isSending}
              onClick={() => send({ status: 'resolved' })}
            >
              {words.sendAndResolve}
            </Button>
            <Button tone="primary" disabled={isEmpty || isSending} onClick={() => send({})}>
              {words.send}
            </Button>
          </div>
        </div>
      </div>
    </div>
  )
}
