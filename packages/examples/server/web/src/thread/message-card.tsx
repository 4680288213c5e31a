import type { ReactElement } from 'react'
import { rawMessageUrl } from '../api/messages.ts'
import { useSession } from '../api/session.ts'
import type { Address, Message } from '../api/types.ts'
import { exactTime } from '../language/dates.ts'
import type { Dictionary } from '../language/french.ts'
import { useLocale, useWords } from '../language/language.ts'
import { phoneName } from '../language/phone-name.ts'
import { Icon } from '../ui/icon.tsx'
import { Time } from '../ui/time.tsx'
import { ArrivalNotes } from './arrival-notes.tsx'
import { AttachedMails } from './attached-mails.tsx'
import { AttachmentList } from './attachment-list.tsx'
import { DeliveryNote } from './delivery-note.tsx'
import { holdsParts } from './holds-parts.ts'
import { MessageBody } from './message-body.tsx'
import { MessageMenu } from './message-menu.tsx'
import { QuarantineNote } from './quarantine-note.tsx'
import { SendDecisions } from './send-decisions.tsx'
import { SenderNote } from './sender-note.tsx'
import { VerdictNote } from './verdict-note.tsx'

const looks: Readonly<Record<Message['direction'], string>> = {
  inbound: 'mr-6 bg-surface narrow:mr-12',
  outbound: 'ml-6 border-transparent bg-accent-soft narrow:ml-12',
  note: 'mx-6 border-caution border-dashed bg-caution-soft',
}

interface Props {
  readonly message: Message
  /** What a split would take: this message and those after it; empty for the first one. */
  readonly fromHere: readonly string[]
  /** The customer has written since it was. */
  readonly isAnswered: boolean
}

/** One message: who, when, what, and what became of it. */
export function MessageCard({ message, fromHere, isAnswered }: Props): ReactElement {
  const words = useWords()
  const locale = useLocale()
  const userId = useSession().data?.user.id
  const author = authorOf(message, userId, words)
  const names = message.to.map(nameOf).join(', ')
  const copies = message.cc.map(nameOf).join(', ')
  const blind = (message.bcc ?? []).map(nameOf).join(', ')
  return (
    <article
      aria-label={words.thread.from(author, exactTime(locale, message.receivedAt))}
      className={`rounded-xl border px-4 py-3 ${looks[message.direction]}`}
    >
      <header className="mb-2 flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="truncate">
            <span className="font-semibold">{author}</span>
            {message.direction === 'inbound' && message.from !== null && message.from.name !== '' && (
              <span className="ml-2 text-muted text-small max-narrow:hidden">
                {phoneName(message.from.address)}
              </span>
            )}
            {message.direction === 'note' && (
              <span className="ml-2 font-medium text-small">{words.thread.note}</span>
            )}
          </h3>
          {/* Texts go from one number to another: the thread says to whom. */}
          {message.medium === 'email' && (
            <p className="truncate text-muted text-small" title={message.to.map(fullAddress).join(', ')}>
              {names !== '' && words.thread.to(names)}
              {copies !== '' && <span className="ml-2">{words.thread.copy(copies)}</span>}
              {blind !== '' && <span className="ml-2">{words.addressing.blind(blind)}</span>}
            </p>
          )}
        </div>
        <span className="shrink-0 text-right text-muted text-small">
          <Time at={message.receivedAt} />
          <SenderDate message={message} />
        </span>
        {message.rawKey !== null && message.parseState === 'ok' && (
          <a
            href={rawMessageUrl(message.id)}
            download
            title={words.thread.originalHint}
            className="-my-1 inline-flex min-h-6 shrink-0 items-center gap-1 rounded-md px-1 text-muted text-small hover:bg-hover hover:text-ink"
          >
            <Icon name="download" className="size-3.5" />
            <span className="sr-only">{words.thread.original}</span>
          </a>
        )}
        <MessageMenu message={message} fromHere={fromHere} />
      </header>
      <SenderNote message={message} />
      {message.forwardedFrom !== null && (
        <p className="mb-3 text-muted text-small">
          {words.rearranging.forwardedFrom(fullAddress(message.forwardedFrom))}
        </p>
      )}
      <VerdictNote message={message} />
      {message.threading.repeatsMailId && (
        <p className="mb-3 rounded-md bg-caution-soft px-2.5 py-1 text-small">{words.thread.repeatsMailId}</p>
      )}
      {message.parseState === 'failed' ? (
        <QuarantineNote message={message} />
      ) : (
        <MessageBody message={message} />
      )}
      <AttachmentList messageId={message.id} attachments={message.attachments} />
      {holdsParts(message) && <AttachedMails messageId={message.id} />}
      {message.delivery !== null && (
        <>
          <DeliveryNote
            delivery={message.delivery}
            integrationId={message.integrationId}
            isMoot={isAnswered}
            isFromElsewhere={message.rawKey !== null}
          />
          <SendDecisions message={message} />
        </>
      )}
      {message.arrivals !== undefined && <ArrivalNotes arrivals={message.arrivals} />}
    </article>
  )
}

const farApartMs = 3 * 86_400_000

/** What the sender's clock said, where it is far from when the mail arrived: a clock that is wrong, or a mail that was late. */
function SenderDate({ message }: { readonly message: Message }): ReactElement | null {
  const words = useWords().thread
  const locale = useLocale()
  const { direction, sentAt, receivedAt } = message
  if (direction !== 'inbound' || sentAt === null) return null
  if (Math.abs(Date.parse(sentAt) - Date.parse(receivedAt)) < farApartMs) return null
  return <span className="block">{words.dated(exactTime(locale, sentAt))}</span>
}

function authorOf(message: Message, userId: string | undefined, words: Dictionary): string {
  if (message.direction === 'inbound') {
    return message.from === null ? words.thread.unknownSender : nameOf(message.from)
  }
  if (message.authorId !== null && message.authorId === userId) return words.thread.you
  return message.from === null || message.from.name === '' ? words.thread.colleague : message.from.name
}

function nameOf({ name, address }: Address): string {
  return name === '' ? phoneName(address) : name
}

function fullAddress({ name, address }: Address): string {
  return name === '' ? address : `${name} <${address}>`
}
