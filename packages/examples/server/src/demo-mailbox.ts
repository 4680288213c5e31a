import type { TenantInbox } from '@guichet/core'
import type { MailboxAddress } from './demo-options.ts'

/** A mailbox and how to send from it. */
export interface DemoMailbox {
  readonly imap: MailboxAddress
  readonly smtp: MailboxAddress
  /** The server that notes in each mail who really sent it, where that is known. */
  readonly authservId?: string
}

/** Connects a mailbox, or brings the one of an earlier run up to date with what was given now. */
export async function connectMailbox(tenant: TenantInbox, mailbox: DemoMailbox): Promise<void> {
  const { imap, smtp } = mailbox
  const { address, host, port, security, username } = imap
  const { authservId } = mailbox
  const settings = {
    ...{ address, host, port, security, username },
    ...(authservId === undefined ? {} : { authservId }),
    smtp: { host: smtp.host, port: smtp.port, security: smtp.security, username: smtp.username },
  }
  const secrets = { password: imap.password, smtp: { password: smtp.password } }
  const known = (await tenant.integrations.list()).find((one) => one.name === address)
  if (known !== undefined) await tenant.integrations.update(known.id, { settings, secrets })
  else await tenant.integrations.create({ type: 'imap', name: address, settings, secrets })
}
