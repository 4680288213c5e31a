import type { ReactElement, ReactNode, RefObject } from 'react'
import { addressedRequest } from '../addressing/addressed-request.ts'
import { useReplyInFlight, useSendReply } from '../api/replies.ts'
import { isTextMedium, useReplyOptions } from '../api/reply-options.ts'
import type { Address, ChosenTemplate, Medium, Message } from '../api/types.ts'
import { phoneName } from '../language/phone-name.ts'
import { usePlannedNotice } from '../sending/use-planned-notice.ts'
import { readDraft, settleDraft, startSending, useDraft } from '../state/drafts.ts'
import { newKey } from '../state/new-key.ts'
import { useNow } from '../state/now.ts'
import { preferences } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'
import { AddressWarning } from './address-warning.tsx'
import { Composer, type SendOptions } from './composer.tsx'
import { MailComposer } from './mail-composer.tsx'
import { NoReplyNote } from './no-reply-note.tsx'
import { TextCounter } from './text-counter.tsx'
import { WindowNote, WindowOpen } from './window-note.tsx'

interface Props {
  readonly conversationId: string
  readonly medium: Medium
  readonly messages: readonly Message[]
  readonly field: RefObject<HTMLTextAreaElement | null>
  /** Looks for what arrived meanwhile. */
  readonly onLook: () => void
}

/** Below the messages: where the answer is written, or why it cannot be. */
export function ReplyArea(props: Props): ReactElement {
  const { conversationId, medium, messages, field, onLook } = props
  const { data: options, refetch } = useReplyOptions(conversationId)
  const draft = useDraft(conversationId)
  const now = useNow()
  const { language } = useStore(preferences)
  const send = useSendReply(conversationId)
  const isSending = useReplyInFlight(conversationId) !== null
  const recipient = recipientOf(messages)
  const address = recipient?.address ?? ''
  const seenUpTo = messages.at(-1)?.id

  const sayPlanned = usePlannedNotice()
  const sendDraft = ({ status, plan, evenIfArrived = false }: SendOptions) => {
    const { text, key } = readDraft(conversationId)
    startSending(conversationId, status ?? null, plan ?? null)
    const seen = evenIfArrived || seenUpTo === undefined ? {} : { seenUpTo }
    const addressed = addressedRequest(conversationId, language)
    const wanted = { ...seen, ...plan, ...(status === undefined ? {} : { status }) }
    const reply = { text, key, ...wanted, ...addressed }
    send.mutate(reply, { onSuccess: () => sayPlanned(plan) })
  }
  const sendTemplate = (template: ChosenTemplate, text: string) =>
    send.mutate({ text, template, key: newKey() })
  const look = () => {
    settleDraft(conversationId, null)
    onLook()
  }

  const closesAt = options?.windowClosesAt ?? null
  const isClosed = options?.because === 'window-closed' || (closesAt !== null && new Date(closesAt) < now)
  if (isClosed) {
    return (
      <Frame>
        <WindowNote
          {...{ closesAt, isSending }}
          templates={options?.templates ?? []}
          problem={draft.problem}
          hasDraft={draft.text.trim() !== ''}
          onSend={sendTemplate}
        />
      </Frame>
    )
  }
  const because = isOnlyReported(messages) ? 'report' : (options?.because ?? null)
  if (because !== null) {
    return (
      <Frame>
        <NoReplyNote {...{ because, address }} onChanged={() => void refetch()} />
      </Frame>
    )
  }
  const maxCharacters = options?.maxCharacters ?? null
  const editor = {
    ...{ conversationId, isSending, field, maxCharacters },
    plannableUntil: closesAt === null ? null : new Date(closesAt),
    ...{ recipient: nameOf(recipient), onSend: sendDraft, onLook: look },
  }
  return (
    <Frame>
      <AddressWarning address={address} />
      {isTextMedium(medium) ? (
        <Composer
          {...editor}
          mail={null}
          counter={(id, text) => (
            <TextCounter {...{ id, conversationId, text, maxCharacters }}>
              {closesAt !== null && <WindowOpen closesAt={closesAt} />}
            </TextCounter>
          )}
        />
      ) : (
        <MailComposer {...editor} {...{ messages, options }} counter={null} />
      )}
    </Frame>
  )
}

function Frame({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <div className="max-h-[65dvh] shrink-0 overflow-y-auto border-t bg-surface px-4 pt-3 pb-3">
      <div className="mx-auto flex max-w-3xl flex-col gap-2">{children}</div>
    </div>
  )
}

/** Whether nothing but mail servers' reports came in: nobody reads an answer to those. */
function isOnlyReported(messages: readonly Message[]): boolean {
  const received = messages.filter(({ direction }) => direction === 'inbound')
  return received.length > 0 && received.every(({ verdict }) => reports.has(verdict))
}

const reports: ReadonlySet<Message['verdict']> = new Set(['bounce', 'complaint', 'receipt'])

/** Whom an answer goes to, for the eye; the server decides. A mail server's report is not answered. */
function recipientOf(messages: readonly Message[]): Address | null {
  const last = messages.findLast(
    ({ direction, threading }) => direction === 'inbound' && threading.rule !== 'report',
  )
  return last?.forwardedFrom ?? last?.replyTo[0] ?? last?.from ?? null
}

function nameOf(recipient: Address | null): string {
  if (recipient === null) return ''
  return recipient.name === '' ? phoneName(recipient.address) : recipient.name
}
