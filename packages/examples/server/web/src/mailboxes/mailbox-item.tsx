import { Menu as BaseMenu } from '@base-ui/react/menu'
import { type ReactElement, useState } from 'react'
import { useChangeIntegration, useRemoveIntegration, useRequestSync } from '../api/integrations.ts'
import { problemOf } from '../api/problem.ts'
import type { IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, menuItemStyle } from '../ui/menu.tsx'
import { GapDialog } from './gap-dialog.tsx'
import { MailboxState } from './mailbox-state.tsx'

interface Props {
  readonly integration: IntegrationView
  readonly canManage: boolean
}

/** One mailbox: its name, how its last look went, and what can be done about it. */
export function MailboxItem({ integration, canManage }: Props): ReactElement {
  const words = useWords()
  const { id, name, paused } = integration
  const [removing, setRemoving] = useState(false)
  const [checking, setChecking] = useState(false)
  const sync = useRequestSync()
  const change = useChangeIntegration()
  const remove = useRemoveIntegration()
  const complain = (error: Error) => notify(words.problems[problemOf(error).code], { tone: 'danger' })
  const confirmRemoval = () =>
    remove.mutate(id, {
      onSuccess: () => {
        setRemoving(false)
        notify(words.mailboxes.removed(name))
      },
    })
  return (
    <li className="rounded-md py-1 pl-2.5">
      <div className="flex items-center gap-1">
        <span className="flex-1 truncate font-medium" title={name}>
          {name}
        </span>

        <Menu trigger={<IconButton icon="more" label={words.mailboxes.actionsFor(name)} />}>
          <BaseMenu.Item className={menuItemStyle} onClick={() => sync.mutate(id, { onError: complain })}>
            {words.mailboxes.sync}
          </BaseMenu.Item>
          <BaseMenu.Item className={menuItemStyle} onClick={() => setChecking(true)}>
            {words.mailboxes.check}
          </BaseMenu.Item>
          {canManage && (
            <>
              <BaseMenu.Item
                className={menuItemStyle}
                onClick={() => change.mutate({ id, changes: { paused: !paused } }, { onError: complain })}
              >
                {paused ? words.mailboxes.resume : words.mailboxes.pause}
              </BaseMenu.Item>
              <BaseMenu.Item className={`${menuItemStyle} text-danger`} onClick={() => setRemoving(true)}>
                {words.mailboxes.remove}
              </BaseMenu.Item>
            </>
          )}
        </Menu>
      </div>
      <MailboxState integration={integration} />
      {checking && <GapDialog integration={integration} onClose={() => setChecking(false)} />}
      <ConfirmDialog
        open={removing}
        title={words.mailboxes.disconnect}
        question={words.mailboxes.confirmRemove(name)}
        action={words.mailboxes.disconnect}
        problem={remove.error === null ? null : problemOf(remove.error)}
        onConfirm={confirmRemoval}
        onClose={() => setRemoving(false)}
      />
    </li>
  )
}
