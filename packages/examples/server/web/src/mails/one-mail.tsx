import type { ReactElement, ReactNode } from 'react'
import { useMail } from '../api/mails.ts'
import { problemOf } from '../api/problem.ts'
import type { Mail } from '../api/types.ts'
import { exactTime, fileSize } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { ArrivalNotes } from '../thread/arrival-notes.tsx'
import { DeliveryNote } from '../thread/delivery-note.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { MailContent } from './mail-content.tsx'
import { MailDecisions } from './mail-decisions.tsx'
import { fullAddress } from './name-of.ts'

/** One mail: to whom it went and to whom not, what became of it, and what it says. */
export function OneMail({ id }: { readonly id: string }): ReactElement {
  const words = useWords()
  const { data: mail, error } = useMail(id)
  if (error !== null && mail === undefined) {
    const problem = problemOf(error)
    return problem.code === 'not-found' ? <p>{words.mails.notFound}</p> : <ProblemNote problem={problem} />
  }
  if (mail === undefined) return <p className="p-6 text-center text-muted">{words.app.loading}</p>
  return (
    <>
      <article aria-labelledby="mail-subject" className="rounded-xl border bg-surface px-4 py-3">
        <h3 id="mail-subject" className="font-semibold text-title wrap-anywhere">
          {mail.subject || words.mails.noSubject}
        </h3>
        <Facts mail={mail} />
        <DeliveryNote delivery={mail.delivery} integrationId={null} isFromElsewhere={false} />
        {mail.arrivals !== undefined && <ArrivalNotes arrivals={mail.arrivals} />}
        <MailDecisions mail={mail} />
      </article>
      <MailContent mail={mail} />
    </>
  )
}

function Facts({ mail }: { readonly mail: Mail }): ReactElement {
  const words = useWords().mails
  const locale = useLocale()
  const { from, replyTo, to, cc, bcc, dropped, template, tags, attachments, createdAt, priority } = mail
  return (
    <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 wrap-anywhere">
      <Fact name={words.from}>{fullAddress(from)}</Fact>
      {replyTo !== null && <Fact name={words.replyTo}>{fullAddress(replyTo)}</Fact>}
      <Fact name={words.to}>{to.map(fullAddress).join(', ') || words.nobody}</Fact>
      {cc.length > 0 && <Fact name={words.cc}>{cc.map(fullAddress).join(', ')}</Fact>}
      {bcc.length > 0 && <Fact name={words.bcc}>{bcc.map(fullAddress).join(', ')}</Fact>}
      {dropped.length > 0 && (
        <Fact name={words.droppedTitle}>
          <ul className="font-medium text-caution">
            {dropped.map(({ address, because }) => (
              <li key={address}>
                {address} · {words.droppedBecause[because]}
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {template !== null && <Fact name={words.template}>{template}</Fact>}
      {tags.length > 0 && <Fact name={words.tags}>{tags.join(', ')}</Fact>}
      {attachments.length > 0 && (
        <Fact name={words.files}>
          {attachments.map(({ name, size }) => `${name} (${fileSize(locale, size)})`).join(', ')}
        </Fact>
      )}
      <Fact name={words.created}>
        {exactTime(locale, createdAt)}
        {priority === 'high' && ` · ${words.high}`}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
