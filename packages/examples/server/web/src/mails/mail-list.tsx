import type { ReactElement } from 'react'
import { type MailFilter, useMails } from '../api/mails.ts'
import { problemOf } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { MailFilters } from './mail-filters.tsx'
import { MailRow } from './mail-row.tsx'

interface Props {
  readonly filter: MailFilter
  readonly onFilter: (filter: MailFilter) => void
}

/** All mail of the application, latest first, by state, tag or recipient. */
export function MailList({ filter, onFilter }: Props): ReactElement {
  const words = useWords()
  const { data: mails, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useMails(filter)
  const { tag } = filter
  const isFiltered = filter.state !== null || tag !== null || filter.recipient !== ''
  return (
    <>
      <p className="text-muted">{words.mails.intro}</p>
      <MailFilters filter={filter} onChange={onFilter} />
      {tag !== null && (
        <button
          type="button"
          aria-label={words.mails.clearTag(tag)}
          title={words.mails.clearTag(tag)}
          onClick={() => onFilter({ ...filter, tag: null })}
          className="flex min-h-6 w-fit items-center gap-1 rounded-full border bg-surface py-0.5 pr-1.5 pl-2.5 text-small hover:bg-hover"
        >
          {words.mails.tagged(tag)}
          <Icon name="close" className="size-3.5 text-muted" />
        </button>
      )}
      {error !== null && <ProblemNote problem={problemOf(error)} />}
      {isPending && <p className="p-6 text-center text-muted">{words.app.loading}</p>}
      {mails?.length === 0 &&
        (isFiltered ? (
          <p className="text-muted">{words.mails.noneFound}</p>
        ) : (
          <EmptyState icon="email" title={words.mails.none} hint={words.mails.noneHint} />
        ))}
      {mails !== undefined && mails.length > 0 && (
        <ul aria-label={words.mails.list} className="overflow-hidden rounded-xl border bg-surface">
          {mails.map((mail) => (
            <MailRow key={mail.id} mail={mail} onTag={(chosen) => onFilter({ ...filter, tag: chosen })} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button className="self-center" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.mails.more}
        </Button>
      )}
    </>
  )
}
