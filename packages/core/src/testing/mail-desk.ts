import { tenantInbox } from '../api/tenant-inbox.ts'
import type { TenantInbox } from '../inbox-api.ts'
import type { MailInput } from '../inbox-mailer.ts'
import type { Mail } from '../model/mail.ts'
import type { Actor } from '../model/tenant.ts'
import { courier } from '../outbound.ts'
import type { BlobStore } from '../ports/blobs.ts'
import type { MailTemplates } from '../ports/mail-templates.ts'
import type { SendLimits } from '../sending/leaving/send-limits.ts'
import { type FakeSender, fakeSender } from './fake-sender.ts'
import { type IntakeDesk, openIntakeDesk } from './intake-desk.ts'

/** A host that sends mail of its own, and a worker, on a clock that is moved by hand. */
export interface MailDesk extends Omit<IntakeDesk, 'inbox'> {
  readonly inbox: TenantInbox
  readonly sender: FakeSender
  readonly person: Actor
  /** To Ada, about an invoice, unless told. */
  send(mail?: MailInput): Promise<Mail>
  get(id: string): Promise<Mail>
  stop(): Promise<void>
}

export interface MailDeskOptions {
  readonly limits?: SendLimits
  readonly templates?: MailTemplates
  readonly blobs?: BlobStore
}

export async function openMailDesk(options: MailDeskOptions = {}): Promise<MailDesk> {
  const desk = await openIntakeDesk()
  const { limits = {}, templates, blobs = desk.ctx.blobs } = options
  const sender = fakeSender()
  const from = { name: 'Acme', address: 'factures@acme.example' }
  const mailing = { sender, from, ...(templates === undefined ? {} : { templates }) }
  const ctx = { ...desk.ctx, blobs, mailing, sender, limits }
  const inbox = tenantInbox(ctx)
  const stop = await desk.storage.jobs.work('send', { concurrency: 4 }, courier(ctx).carry)
  const invoice: MailInput = { to: 'ada@client.example', subject: 'Facture', text: 'La voici.' }
  return {
    ...{ ...desk, inbox, sender, stop, person: { kind: 'person', id: 'ada' } },
    send: (mail = {}) => inbox.mailer.send({ ...invoice, ...mail }),
    get: (id) => inbox.mailer.get(id),
  }
}
