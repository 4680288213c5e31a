import { type ReactElement, useState } from 'react'
import { useRemoveFolder } from '../api/folders.ts'
import { problemOf } from '../api/problem.ts'
import type { FolderView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'

interface Props {
  readonly folder: FolderView
  readonly onRemoved: () => void
}

/** Removes a folder after asking; its conversations stay. */
export function RemoveFolder({ folder, onRemoved }: Props): ReactElement {
  const words = useWords()
  const [asking, setAsking] = useState(false)
  const remove = useRemoveFolder()
  const confirm = () =>
    remove.mutate(folder.id, {
      onSuccess: () => {
        notify(words.folders.removed(folder.name))
        goTo({ folder: 'inbox', conversation: null }, { replace: true })
        onRemoved()
      },
    })
  return (
    <>
      <Button tone="danger" onClick={() => setAsking(true)}>
        {words.app.remove}
      </Button>
      <ConfirmDialog
        open={asking}
        title={words.app.remove}
        question={words.folders.confirmRemove(folder.name)}
        action={words.app.remove}
        problem={remove.error === null ? null : problemOf(remove.error)}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
