import { type ReactElement, useState } from 'react'
import { useContent } from '../api/content.ts'
import { problemOf } from '../api/problem.ts'
import type { MessageContent } from '../api/types.ts'
import { exactTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { FormattedView } from './formatted-view.tsx'
import { MessageText } from './message-text.tsx'
import { PartNotes } from './part-notes.tsx'

interface Place {
  readonly messageId: string
  /** The path of the message within the message; absent for the message itself. */
  readonly attachment?: string
}

/** The messages within a message, each of which opens in its place. */
export function AttachedMails({ messageId, attachment }: Place): ReactElement | null {
  const { data } = useContent(messageId, 'blocked', attachment)
  if (data === undefined || data.mails.length === 0) return null
  return (
    <div className="mt-3 flex flex-col gap-2">
      {data.mails.map((mail) => (
        <AttachedMail
          key={mail.attachment}
          messageId={messageId}
          attachment={attachment === undefined ? `${mail.attachment}` : `${attachment}.${mail.attachment}`}
          mail={mail}
        />
      ))}
    </div>
  )
}

interface Props extends Required<Place> {
  readonly mail: MessageContent['mails'][number]
}

function AttachedMail({ messageId, attachment, mail }: Props): ReactElement {
  const words = useWords().content.parts
  const locale = useLocale()
  const [isOpen, setOpen] = useState(false)
  const subject = mail.subject || words.noSubject
  const from = mail.from === null ? '' : mail.from.name || mail.from.address
  const date = mail.date === null ? '' : exactTime(locale, mail.date)
  return (
    <section
      aria-label={`${words.attachedMail} : ${subject}`}
      className="rounded-md border bg-canvas px-3 py-2"
    >
      <p className="text-muted text-small">{words.attachedMail}</p>
      <p className="wrap-anywhere font-semibold">{subject}</p>
      <p className="text-muted text-small">{[from, date].filter((part) => part !== '').join(' · ')}</p>
      {mail.files.length > 0 && (
        <p className="wrap-anywhere text-muted text-small">{words.files(mail.files.join(', '))}</p>
      )}
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="inline-flex min-h-6 items-center rounded-md text-muted text-small underline decoration-dotted underline-offset-2 hover:text-ink"
      >
        {isOpen ? words.closeMail : words.openMail}
      </button>
      {isOpen && <OpenMail messageId={messageId} attachment={attachment} />}
    </section>
  )
}

function OpenMail({ messageId, attachment }: Required<Place>): ReactElement {
  const words = useWords().content
  const { data, error, isPending } = useContent(messageId, 'blocked', attachment)
  if (isPending) return <p className="text-muted">{words.formattedLoading}</p>
  if (error !== null) return <p className="text-muted">{problemOf(error).detail}</p>
  return (
    <div className="mt-2 border-t pt-2">
      <PartNotes messageId={messageId} attachment={attachment} />
      {data.html === null ? (
        <MessageText text={data.text} />
      ) : (
        <FormattedView messageId={messageId} attachment={attachment} />
      )}
      <AttachedMails messageId={messageId} attachment={attachment} />
    </div>
  )
}
