import type { ReactElement } from 'react'
import { useFetchFile } from '../api/fetch-file.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Icon } from '../ui/icon.tsx'

interface Props {
  readonly messageId: string
  readonly index: number
  readonly name: string
  /** Why it could not be fetched; null while it is on its way. */
  readonly error: string | null
}

/** A file that its provider has not given us: it comes by itself, or a person may ask again. */
export function UnfetchedFile({ messageId, index, name, error }: Props): ReactElement {
  const words = useWords().content.fetched
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-2 rounded-md border border-dashed bg-canvas px-2.5 py-1 text-small">
      <Icon
        name={error === null ? 'clip' : 'warning'}
        className={error === null ? 'text-muted' : 'text-caution'}
      />
      <span className="min-w-0 truncate font-medium">{name}</span>
      {error === null ? (
        <span className="text-muted">{words.waiting}…</span>
      ) : (
        <>
          <span className="text-caution">{words.failed}</span>
          <Retry messageId={messageId} index={index} name={name} />
          <span lang="en" className="w-full wrap-anywhere text-muted">
            {error}
          </span>
        </>
      )}
    </div>
  )
}

function Retry({ messageId, index, name }: Omit<Props, 'error'>): ReactElement | null {
  const words = useWords()
  const { canWrite } = usePermissions()
  const fetching = useFetchFile(messageId)
  if (!canWrite) return null
  const start = () =>
    fetching.mutate(index, {
      onError: (error) => notify(words.problems[problemOf(error).code], { tone: 'danger' }),
    })
  return (
    <button
      type="button"
      onClick={start}
      disabled={fetching.isPending}
      aria-label={words.content.fetched.retry(name)}
      className="min-h-6 font-semibold underline underline-offset-2 disabled:opacity-55"
    >
      {words.app.retry}
    </button>
  )
}
