import { type ReactElement, useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { useRemoveConversation } from '../api/removal.ts'
import type { Conversation } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { notify } from '../state/notices.ts'
import { buttonStyle } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Icon } from '../ui/icon.tsx'

/** Deletes a conversation after asking: there is no way back. */
export function RemoveConversation({ conversation }: { readonly conversation: Conversation }): ReactElement {
  const words = useWords()
  const [asking, setAsking] = useState(false)
  const remove = useRemoveConversation()
  const confirm = () =>
    remove.mutate(conversation.id, {
      onSuccess: () => {
        setAsking(false)
        notify(words.thread.removed)
        goTo({ conversation: null }, { replace: true })
      },
    })
  return (
    <>
      <button
        type="button"
        aria-label={words.thread.remove}
        title={words.thread.remove}
        onClick={() => setAsking(true)}
        className={buttonStyle('outline')}
      >
        <Icon name="trash" className="text-muted" />
      </button>
      <ConfirmDialog
        open={asking}
        title={words.thread.remove}
        question={words.thread.confirmRemove}
        action={words.app.remove}
        problem={remove.error === null ? null : problemOf(remove.error)}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
