import { type ReactElement, useState } from 'react'
import { useConversation } from '../api/conversations.ts'
import { problemOf } from '../api/problem.ts'
import { useMerge, useMergeCandidates, useUnmerge } from '../api/rearrange.ts'
import type { Conversation } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { contactOf, titleOf } from '../ui/conversation-title.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Time } from '../ui/time.tsx'

interface Props {
  readonly conversation: Conversation
  readonly open: boolean
  readonly onClose: () => void
}

/** Asks with which conversation of the mailbox this one is to be merged: the likeliest comes first. */
export function MergeDialog({ conversation, open, onClose }: Props): ReactElement {
  const words = useWords()
  const [chosen, choose] = useState<string | null>(null)
  const { data: related } = useConversation(open ? conversation.possiblyRelated : null)
  const { data: candidates } = useMergeCandidates(conversation, open)
  const merge = useMerge()
  const unmerge = useUnmerge()
  const isRelated = related !== undefined && related.id !== conversation.id
  const without = (list: readonly Conversation[] = []) =>
    list.filter(({ id }) => !isRelated || id !== related.id)
  const groups = [
    { title: words.rearranging.related, items: isRelated ? [related] : [] },
    { title: words.rearranging.sameContact, items: without(candidates?.sameContact) },
    { title: words.rearranging.recent, items: without(candidates?.recent) },
  ].filter(({ items }) => items.length > 0)
  const into = chosen ?? (isRelated ? related.id : null)

  const confirm = () => {
    if (into === null) return
    const { id } = conversation
    merge.mutate(
      { id, into },
      {
        onSuccess: ({ conversation: merged, mergeId }) => {
          onClose()
          goTo({ conversation: merged.id }, { replace: true })
          notify(words.rearranging.merged, {
            undo: () => unmerge.mutate(mergeId, { onSuccess: () => goTo({ conversation: id }) }),
          })
        },
      },
    )
  }
  return (
    <Dialog open={open} title={words.rearranging.mergeTitle} onClose={onClose} wide>
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5 py-4">
        <p className="text-muted">{words.rearranging.mergeQuestion}</p>
        {candidates !== undefined && groups.length === 0 && <p>{words.rearranging.noOther}</p>}
        {groups.map(({ title, items }) => (
          <fieldset key={title} className="flex flex-col gap-1">
            <legend className="mb-1 font-semibold text-muted text-small">{title}</legend>
            {items.map((item) => (
              <Choice
                key={item.id}
                item={item}
                isChosen={item.id === into}
                onChoose={() => choose(item.id)}
              />
            ))}
          </fieldset>
        ))}
        {merge.error !== null && <ProblemNote problem={problemOf(merge.error)} />}
      </div>
      <footer className="flex justify-end gap-2 border-t px-5 py-3">
        <Button onClick={onClose}>{words.app.cancel}</Button>
        <Button tone="primary" disabled={into === null || merge.isPending} onClick={confirm}>
          {words.rearranging.merge}
        </Button>
      </footer>
    </Dialog>
  )
}

interface ChoiceProps {
  readonly item: Conversation
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Choice({ item, isChosen, onChoose }: ChoiceProps): ReactElement {
  const words = useWords()
  return (
    <label
      className={`flex cursor-default items-center gap-3 rounded-lg border px-3 py-2 ${isChosen ? 'border-accent bg-accent-soft' : 'hover:bg-hover'}`}
    >
      <input type="radio" name="into" checked={isChosen} onChange={onChoose} className="accent-current" />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{titleOf(item, words)}</span>
        <span className="block truncate text-muted text-small">
          {contactOf(item)} · {words.status.names[item.status]}
        </span>
      </span>
      <span className="shrink-0 text-muted text-small">
        <Time at={item.lastMessageAt} />
      </span>
    </label>
  )
}
