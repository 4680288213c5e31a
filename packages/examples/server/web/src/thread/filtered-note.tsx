import type { ReactElement } from 'react'
import type { Conversation } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import type { ThreadActions } from './use-thread-actions.ts'

interface Props {
  readonly conversation: Conversation
  readonly actions: ThreadActions
}

/** That a machine put a conversation aside, and the one click that takes it back. */
export function FilteredNote({ conversation, actions }: Props): ReactElement | null {
  const words = useWords().thread
  const { verdict } = conversation
  if (verdict !== 'bulk' && verdict !== 'notice') return null
  const isBulk = verdict === 'bulk'
  return (
    <p className="mt-2 flex items-center gap-2 rounded-md bg-canvas px-2.5 py-1 text-small">
      {isBulk ? words.filtered : words.filteredNotice}
      <button
        type="button"
        className="min-h-6 font-semibold underline underline-offset-2"
        onClick={actions.callAPerson}
      >
        {isBulk ? words.notBulk : words.notAutomatic}
      </button>
    </p>
  )
}
