import type { MailFrom } from '../inbox-mailer.ts'
import type { ListeningContext } from '../listening/listening-context.ts'
import type { NewInboxEvent } from '../model/event.ts'
import type { Actor, TenantId } from '../model/tenant.ts'
import type { MailSender } from '../ports/mail-sender.ts'
import type { MailTemplates } from '../ports/mail-templates.ts'
import type { Transaction } from '../ports/storage.ts'
import type { WebhookPoster } from '../ports/webhook-poster.ts'

/** How the host sends mail in its own name. */
export interface Mailing {
  readonly sender?: MailSender
  readonly from?: MailFrom
  readonly templates?: MailTemplates
}

/** What the calls of one tenant's inbox share. */
export interface ApiContext extends ListeningContext {
  readonly tenant: TenantId
  /** Absent where the host delivers no events. */
  readonly poster?: WebhookPoster
  /** See `InboxOptions`; 10 unless told. */
  readonly undoSeconds?: number
  readonly mailing?: Mailing
}

/** A call made by the host itself, without a person. */
export const systemActor: Actor = { kind: 'system' }

/** Runs one call in one transaction of the tenant. */
export function within<Result>(ctx: ApiContext, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return ctx.storage.transaction(ctx.tenant, work)
}

type EventFacts = Partial<NewInboxEvent> & Pick<NewInboxEvent, 'type' | 'actor'>

/** An event about now; what it is not about stays null. */
export function eventNow(ctx: ApiContext, facts: EventFacts): NewInboxEvent {
  const about = { conversationId: null, messageId: null, integrationId: null, data: {} }
  return { id: ctx.clock.newId(), at: ctx.clock.now(), ...about, ...facts }
}
