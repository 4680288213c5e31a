import type { ReactElement } from 'react'
import type { Problem } from '../api/problem.ts'
import { fileSize } from '../language/dates.ts'
import type { Dictionary } from '../language/french.ts'
import { useLocale, useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'
import type { AttachedFile } from './addressing.ts'

interface Props {
  readonly files: readonly AttachedFile[]
  readonly onRemove: (file: AttachedFile) => void
}

/** The files of a draft: how far each is, what is wrong with it, and its way out. */
export function FileChips({ files, onRemove }: Props): ReactElement | null {
  const words = useWords().addressing
  if (files.length === 0) return null
  return (
    <ul aria-label={words.files(files.length)} className="flex flex-wrap gap-1.5 px-2.5 pb-2">
      {files.map((file) => (
        <FileChip key={file.key} file={file} onRemove={() => onRemove(file)} />
      ))}
    </ul>
  )
}

/** What the server said in English, where it is about the file itself. */
function reasonOf({ detail }: Problem, words: Dictionary['addressing']): string | null {
  if (detail.includes(' is a program')) return words.program
  return detail.endsWith(' is empty') ? words.empty : null
}

function FileChip({
  file,
  onRemove,
}: {
  readonly file: AttachedFile
  readonly onRemove: () => void
}): ReactElement {
  const { addressing: words, problems } = useWords()
  const locale = useLocale()
  const { name, size, progress, uploadId, problem } = file
  const look = problem === null ? 'bg-canvas' : 'border-danger bg-danger-soft text-danger'
  return (
    <li
      className={`flex max-w-full flex-wrap items-center gap-x-1.5 rounded-md border py-0.5 pl-2 text-small ${look}`}
    >
      <Icon name={problem === null ? 'clip' : 'warning'} />
      <span className="min-w-0 truncate font-medium">{name}</span>
      {problem === null && uploadId !== null && (
        <span className="text-muted tabular-nums">{fileSize(locale, size)}</span>
      )}
      {problem === null && uploadId === null && (
        <span className="flex items-center gap-1.5">
          <progress aria-label={name} value={progress} className="h-1.5 w-16" />
          <span className="text-muted tabular-nums">{words.sending(Math.round(progress * 100))}</span>
        </span>
      )}
      <button
        type="button"
        aria-label={words.removeFile(name)}
        title={words.removeFile(name)}
        onClick={onRemove}
        className="inline-flex size-6 items-center justify-center rounded-md hover:bg-hover hover:text-ink"
      >
        <Icon name="close" className="size-3" />
      </button>
      {problem !== null && (
        <span role="alert" className="w-full pr-2 pb-1">
          {reasonOf(problem, words) ?? `${words.failed} ${problems[problem.code]}`}
        </span>
      )}
    </li>
  )
}
