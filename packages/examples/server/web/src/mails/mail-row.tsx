import type { ReactElement } from 'react'
import type { MailSummary } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { placeAfter, usePlace } from '../state/location.ts'
import { Link } from '../ui/link.tsx'
import { Time } from '../ui/time.tsx'
import { MailState } from './mail-state.tsx'
import { nameOf } from './name-of.ts'

interface Props {
  readonly mail: MailSummary
  readonly onTag: (tag: string) => void
}

/** A mail: what about, to whom, and what became of it. */
export function MailRow({ mail, onTag }: Props): ReactElement {
  const words = useWords().mails
  const place = usePlace()
  const { id, subject, to, cc, bcc, tags, createdAt } = mail
  const names = [...to, ...cc, ...bcc].map(nameOf).join(', ')
  return (
    <li className="relative border-b px-4 py-2.5 last:border-b-0 hover:bg-hover">
      <Link
        to={placeAfter(place, { page: 'mails', chosen: id })}
        className="focus-inset block rounded-sm after:absolute after:inset-0"
      >
        <span className="flex items-baseline gap-3">
          <span className="min-w-0 flex-1 truncate font-semibold">{subject || words.noSubject}</span>
          <span className="shrink-0 text-muted text-small">
            <Time at={createdAt} short />
          </span>
        </span>
        <span className="block truncate text-muted">{names || words.nobody}</span>
      </Link>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-small">
        <MailState mail={mail} />
        {tags.map((tag) => (
          <button
            key={tag}
            type="button"
            onClick={() => onTag(tag)}
            className="relative min-h-6 rounded-full border bg-canvas px-2 hover:bg-surface"
          >
            {tag}
          </button>
        ))}
      </div>
    </li>
  )
}
