import { Menu as Base } from '@base-ui/react/menu'
import { type ReactElement, useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { useMerges, useUnmerge } from '../api/rearrange.ts'
import type { Conversation } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { buttonStyle } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, menuItemStyle } from '../ui/menu.tsx'
import { MergeDialog } from './merge-dialog.tsx'

/** Merging a conversation, and taking out again what was merged into it. */
export function RearrangeMenu({ conversation }: { readonly conversation: Conversation }): ReactElement {
  const words = useWords()
  const [isMerging, setMerging] = useState(false)
  const { data: merges = [] } = useMerges(conversation.id)
  const unmerge = useUnmerge()
  const takeOut = (mergeId: string) =>
    unmerge.mutate(mergeId, {
      onSuccess: () => notify(words.rearranging.takenOut),
      onError: (error) => notify(words.problems[problemOf(error).code], { tone: 'danger' }),
    })
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={words.rearranging.more}
            title={words.rearranging.more}
            className={buttonStyle('outline')}
          >
            <Icon name="more" className="text-muted" />
          </button>
        }
      >
        <Base.Item className={menuItemStyle} onClick={() => setMerging(true)}>
          {words.rearranging.mergeWith}
        </Base.Item>
        {merges.map(({ id, subject }) => (
          <Base.Item key={id} className={menuItemStyle} onClick={() => takeOut(id)}>
            <span className="truncate">{words.rearranging.takeOut(subject)}</span>
          </Base.Item>
        ))}
      </Menu>
      <MergeDialog
        key={conversation.id}
        conversation={conversation}
        open={isMerging}
        onClose={() => setMerging(false)}
      />
    </>
  )
}
