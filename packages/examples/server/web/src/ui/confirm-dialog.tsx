import type { ReactElement } from 'react'
import type { Problem } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ProblemNote } from './problem-note.tsx'

interface Props {
  readonly open: boolean
  readonly title: string
  readonly question: string
  readonly action: string
  readonly problem: Problem | null
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({
  open,
  title,
  question,
  action,
  problem,
  onConfirm,
  onClose,
}: Props): ReactElement {
  const words = useWords()
  return (
    <Dialog open={open} title={title} onClose={onClose}>
      <div className="flex flex-col gap-3 px-5 py-4">
        <p>{question}</p>
        {problem !== null && <ProblemNote problem={problem} />}
      </div>
      <footer className="flex justify-end gap-2 border-t px-5 py-3">
        <Button onClick={onClose}>{words.app.cancel}</Button>
        <Button tone="danger" onClick={onConfirm}>
          {action}
        </Button>
      </footer>
    </Dialog>
  )
}
