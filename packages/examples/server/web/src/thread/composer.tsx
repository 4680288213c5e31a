import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useId,
} from 'react'
import { DropZone } from '../addressing/drop-zone.tsx'
import type { Plan, Status } from '../api/types.ts'
import { shortcutOf } from '../keyboard/shortcuts.ts'
import type { Dictionary } from '../language/french.ts'
import { useWords } from '../language/language.ts'
import { SendLater } from '../sending/send-later.tsx'
import { type Draft, useDraft, writeDraft } from '../state/drafts.ts'
import { Button } from '../ui/button.tsx'
import { ComposerProblem } from './composer-problem.tsx'

export interface ComposerProps {
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
  /** What only a mail has; null for texts. */
  readonly mail: MailParts | null
  readonly onSend: (options: SendOptions) => void
  readonly onLook: () => void
}

export interface MailParts {
  /** Above the text: whom it goes to. */
  readonly head: ReactNode
  /** Below it: its files. */
  readonly files: ReactNode
  readonly onFiles: (files: readonly File[]) => void
  /** Why it cannot be sent as far as recipients and files go; null when it can. */
  readonly missing: string | null
  /** What is passed on, and files, need no words. */
  readonly mayBeEmpty: boolean
  /** Null: the usual one. */
  readonly placeholder: string | null
}

export interface SendOptions {
  readonly status?: Status
  /** Absent: at once. */
  readonly plan?: Plan
  readonly evenIfArrived?: boolean
}

/** Where the answer is written. The text outlives everything but sending it. */
export function Composer(props: ComposerProps): ReactElement {
  const { conversationId, recipient, isSending, field, maxCharacters, counter } = props
  const { plannableUntil, mail, onSend, onLook } = props
  const words = useWords().composer
  const draft = useDraft(conversationId)
  const id = useId()
  const isEmpty = draft.text.trim() === ''
  const isTooLong = maxCharacters !== null && [...draft.text].length > maxCharacters
  const canSend = isComplete(isEmpty, mail) && !isTooLong && !isSending
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
      <DropZone
        onFiles={mail?.onFiles ?? null}
        className="rounded-lg border border-field bg-surface focus-within:border-accent focus-within:outline-2 focus-within:outline-accent focus-within:-outline-offset-1"
      >
        {mail?.head}
        <textarea
          ref={field}
          aria-label={words.label}
          aria-describedby={described.length === 0 ? undefined : described.join(' ')}
          aria-invalid={isTooLong ? true : undefined}
          aria-keyshortcuts="Control+Enter Control+Shift+Enter"
          rows={3}
          placeholder={mail?.placeholder ?? usualPlaceholder(recipient, words)}
          value={draft.text}
          onChange={(event) => writeDraft(conversationId, event.target.value)}
          onKeyDown={pressed}
          onPaste={(event) => pasteFiles(event, mail)}
          className="field-grow block max-h-[40dvh] min-h-18 w-full resize-none rounded-lg bg-transparent px-3 py-2 text-body outline-none"
        />
        {mail?.files}
        <div className="flex flex-wrap items-end justify-end gap-2 px-2 pb-2">
          {counter === null || isEmpty ? (
            <p className="min-w-0 flex-1 truncate pl-1 text-muted text-small max-sm:invisible">
              {isEmpty ? '' : (mail?.missing ?? words.keptHere)}
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
      </DropZone>
    </>
  )
}

function isComplete(isEmpty: boolean, mail: MailParts | null): boolean {
  return mail === null ? !isEmpty : mail.missing === null && (!isEmpty || mail.mayBeEmpty)
}

function usualPlaceholder(recipient: string, words: Dictionary['composer']): string {
  return recipient === '' ? words.placeholder : words.replyTo(recipient)
}

/** Office programs offer their texts as pictures as well: those are pasted as texts. */
function pasteFiles(event: ClipboardEvent, mail: MailParts | null): void {
  const { files, types } = event.clipboardData
  if (mail === null || files.length === 0 || types.includes('text/plain')) return
  event.preventDefault()
  mail.onFiles([...files])
}

function askedBefore({ status, plan }: Draft): SendOptions {
  return { ...(status === null ? {} : { status }), ...(plan === null ? {} : { plan }) }
}
