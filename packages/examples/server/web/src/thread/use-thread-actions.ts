import { useChangeConversation } from '../api/change-conversation.ts'
import { useFolders } from '../api/folders.ts'
import { problemOf } from '../api/problem.ts'
import type { Conversation, ConversationChanges, Status } from '../api/types.ts'
import { folderName } from '../folders/folder-tree.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'

export interface ThreadActions {
  readonly setStatus: (status: Status) => void
  readonly resolve: () => void
  readonly toggleUrgent: () => void
  readonly move: (folderId: string) => void
  /** What was filtered is a person's, and so is whatever its senders write. */
  readonly callAPerson: () => void
}

/** What can be done with a conversation: applied at once, each with its way back. */
export function useThreadActions(conversation: Conversation | undefined): ThreadActions {
  const words = useWords()
  const { data: folders = [] } = useFolders()
  const { mutate } = useChangeConversation()

  const apply = (id: string, changes: ConversationChanges) =>
    mutate(
      { id, changes },
      { onError: (error) => notify(words.problems[problemOf(error).code], { tone: 'danger' }) },
    )

  const setStatus = (status: Status) => {
    if (conversation === undefined || conversation.status === status) return
    const { id, status: before } = conversation
    apply(id, { status })
    notify(words.thread.statusChanged(words.status.names[status]), {
      undo: () => apply(id, { status: before }),
    })
  }
  const toggleUrgent = () => {
    if (conversation === undefined) return
    apply(conversation.id, { priority: conversation.priority === 'urgent' ? 'normal' : 'urgent' })
  }
  const move = (folderId: string) => {
    const folder = folders.find((candidate) => candidate.id === folderId)
    if (conversation === undefined || folder === undefined || conversation.folderId === folderId) return
    const { id, folderId: before } = conversation
    apply(id, { folder: folderId })
    notify(words.thread.moved(folderName(folder, words)), { undo: () => apply(id, { folder: before }) })
  }
  const callAPerson = () => {
    if (conversation === undefined) return
    const { id, folderId, verdict } = conversation
    const undo = () => apply(id, { verdict: 'bulk', folder: folderId })
    apply(id, { verdict: 'person' })
    notify(words.thread.unfiltered, verdict === 'bulk' ? { undo } : {})
  }
  return { callAPerson, setStatus, resolve: () => setStatus('resolved'), toggleUrgent, move }
}
