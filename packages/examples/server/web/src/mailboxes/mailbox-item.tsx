import { type ReactElement, useState } from 'react'
import { isCalled, useRemoveIntegration } from '../api/integrations.ts'
import { problemOf } from '../api/problem.ts'
import type { IntegrationView } from '../api/types.ts'
import { formKindOf } from '../channels/channel-kinds.ts'
import { useWords } from '../language/language.ts'
import { ChannelDialog, GapDialog } from '../layout/fetched-dialogs.ts'
import { notify } from '../state/notices.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { CalledState } from './called-state.tsx'
import { type MailboxAction, MailboxMenu } from './mailbox-menu.tsx'
import { MailboxState } from './mailbox-state.tsx'

interface Props {
  readonly integration: IntegrationView
  readonly canManage: boolean
}

/** One channel: its name, how its last look or call went, and what can be done about it. */
export function MailboxItem({ integration, canManage }: Props): ReactElement {
  const words = useWords()
  const { id, type, name } = integration
  const [open, setOpen] = useState<MailboxAction | null>(null)
  const remove = useRemoveIntegration()
  const kind = formKindOf(type)
  const close = () => setOpen(null)
  const confirmRemoval = () =>
    remove.mutate(id, {
      onSuccess: () => {
        close()
        notify(words.mailboxes.removed(name))
      },
    })
  return (
    <li className="rounded-md py-1 pl-2.5">
      <div className="flex items-center gap-1">
        <Icon name={iconOf(type)} className="mr-0.5 size-3.5 text-muted" />
        <span className="flex-1 truncate font-medium" title={name}>
          {name}
        </span>
        <MailboxMenu {...{ integration, canManage }} onOpen={setOpen} />
      </div>
      {isCalled(integration) ? (
        <CalledState integration={integration} />
      ) : (
        <MailboxState integration={integration} />
      )}
      {open === 'check' && <GapDialog integration={integration} onClose={close} />}
      {open === 'settings' && kind !== null && <ChannelDialog {...{ kind, integration }} onClose={close} />}
      <ConfirmDialog
        open={open === 'remove'}
        title={words.mailboxes.disconnect}
        question={words.mailboxes.confirmRemove(name)}
        action={words.mailboxes.disconnect}
        problem={remove.error === null ? null : problemOf(remove.error)}
        onConfirm={confirmRemoval}
        onClose={close}
      />
    </li>
  )
}

function iconOf(type: string): IconName {
  if (type === 'vonage-sms') return 'sms'
  if (type === 'vonage-whatsapp') return 'whatsapp'
  return type === 'webhook' ? 'webhook' : 'email'
}
