import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement } from 'react'
import { isCalled, useChangeIntegration, useRequestSync } from '../api/integrations.ts'
import { problemOf } from '../api/problem.ts'
import type { IntegrationView } from '../api/types.ts'
import { formKindOf } from '../channels/channel-kinds.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, menuItemStyle } from '../ui/menu.tsx'

/** What opens a dialog. */
export type MailboxAction = 'check' | 'settings' | 'remove'

interface Props {
  readonly integration: IntegrationView
  readonly canManage: boolean
  readonly onOpen: (action: MailboxAction) => void
}

/** What can be done about a channel: a mailbox is looked at, a channel that is called waits. */
export function MailboxMenu({ integration, canManage, onOpen }: Props): ReactElement | null {
  const words = useWords()
  const { id, name, paused } = integration
  const sync = useRequestSync()
  const change = useChangeIntegration()
  const complain = (error: Error) => notify(words.problems[problemOf(error).code], { tone: 'danger' })
  const hasForm = formKindOf(integration.type) !== null
  const isAsked = !isCalled(integration)
  if (!canManage && !isAsked) return null
  return (
    <Menu trigger={<IconButton icon="more" label={words.mailboxes.actionsFor(name)} />}>
      {isAsked && (
        <>
          <Base.Item className={menuItemStyle} onClick={() => sync.mutate(id, { onError: complain })}>
            {words.mailboxes.sync}
          </Base.Item>
          <Base.Item className={menuItemStyle} onClick={() => onOpen('check')}>
            {words.mailboxes.check}
          </Base.Item>
        </>
      )}
      {canManage && (
        <>
          {hasForm && (
            <Base.Item className={menuItemStyle} onClick={() => onOpen('settings')}>
              {words.channels.settings}
            </Base.Item>
          )}
          <Base.Item
            className={menuItemStyle}
            onClick={() => change.mutate({ id, changes: { paused: !paused } }, { onError: complain })}
          >
            {paused ? words.mailboxes.resume : words.mailboxes.pause}
          </Base.Item>
          <Base.Item className={`${menuItemStyle} text-danger`} onClick={() => onOpen('remove')}>
            {words.mailboxes.remove}
          </Base.Item>
        </>
      )}
    </Menu>
  )
}
