import { Menu as Base } from '@base-ui/react/menu'
import { type ReactElement, useState } from 'react'
import { chooseMode } from '../addressing/addressing.ts'
import { problemOf } from '../api/problem.ts'
import { useMerge, useSplit } from '../api/rearrange.ts'
import { usePermissions } from '../api/session.ts'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { notify } from '../state/notices.ts'
import { Icon } from '../ui/icon.tsx'
import { Menu, menuItemStyle } from '../ui/menu.tsx'
import { ExplanationDialog } from './explanation-dialog.tsx'

interface Props {
  readonly message: Message
  /** This message and those after it; empty for the first one, from which nothing can be split. */
  readonly fromHere: readonly string[]
}

/** What can be asked about a message, and done with it. */
export function MessageMenu({ message, fromHere }: Props): ReactElement {
  const words = useWords()
  const { canWrite } = usePermissions()
  const [isAsking, setAsking] = useState(false)
  const canAnswer = canWrite && message.medium === 'email' && message.direction !== 'note'
  const splitting = useSplit()
  const merge = useMerge()
  const fail = (error: Error) => notify(words.problems[problemOf(error).code], { tone: 'danger' })
  const split = () => {
    const { conversationId: id } = message
    splitting.mutate(
      { id, messageIds: fromHere },
      {
        onError: fail,
        onSuccess: (opened) => {
          goTo({ conversation: opened.id })
          notify(words.rearranging.split, {
            undo: () =>
              merge.mutate(
                { id: opened.id, into: id },
                { onSuccess: () => goTo({ conversation: id }), onError: fail },
              ),
          })
        },
      },
    )
  }
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={words.rearranging.messageMenu}
            title={words.rearranging.messageMenu}
            className="-my-1 inline-flex min-h-6 shrink-0 items-center rounded-md px-1 text-muted hover:bg-hover hover:text-ink"
          >
            <Icon name="more" className="size-3.5" />
          </button>
        }
      >
        <Base.Item className={menuItemStyle} onClick={() => setAsking(true)}>
          {words.rearranging.why}
        </Base.Item>
        {canAnswer &&
          (['reply', 'reply-all', 'forward'] as const).map((mode) => (
            <Base.Item
              key={mode}
              className={menuItemStyle}
              onClick={() => chooseMode(message.conversationId, mode, message.id)}
            >
              {words.addressing.here[mode]}
            </Base.Item>
          ))}
        {canWrite && fromHere.length > 0 && (
          <Base.Item className={menuItemStyle} onClick={split}>
            {words.rearranging.splitFrom}
          </Base.Item>
        )}
      </Menu>
      <ExplanationDialog messageId={message.id} open={isAsking} onClose={() => setAsking(false)} />
    </>
  )
}
