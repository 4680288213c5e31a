import type { TenantId } from '../model/tenant.ts'
import type { OutboundMessage, SendReceipt } from './outbound-message.ts'
import type { SendOutcome, WebhookRequest } from './webhook.ts'

/**
 * Hands in mail in the name of the host application: the mail it sends itself, and what stands in for a mailbox's own
 * server. Configured in code, not by a tenant.
 */
export interface MailSender {
  /** Unique among the senders of an inbox; in events, logs and the address of its reports: `sendgrid`. */
  readonly name: string
  /** Throws with `outcome: 'unknown'` when the message may have been sent. */
  send(message: OutboundMessage, tenant: TenantId): Promise<SendReceipt>
  /** Tries the credentials and sends nothing. Throws an error that says what to correct. */
  verify?(): Promise<void>
  /** For providers that report later, by webhook, what became of a message. */
  readonly reports?: SenderReports
  /** Those that it stands for, where it is several: their reports are theirs. */
  readonly members?: readonly MailSender[]
  /** Ends connections that are kept open. */
  close?(): Promise<void>
}

export interface SenderReports {
  /**
   * What a request of the provider reports. Throws `signature-refused` for a request that is not the provider's, and
   * for what cannot be read although it is. May ask the provider itself (for its certificate, or to confirm the
   * address), never anybody whom the request names.
   */
  receive(request: WebhookRequest): Promise<readonly ReportedSend[]>
}

export interface ReportedSend extends SendOutcome {
  /** As given to `send`; null where the provider does not say it: then nobody can be told. */
  readonly tenant: TenantId | null
  /** The Message-ID under which it really left, once the provider says it. */
  readonly mailId?: string
}

/**
 * Takes a request with which the provider of a sender of the host reports, by the sender's name. What resolves is
 * durable. Throws `not-found` where no sender of that name reports, and what `SenderReports.receive` throws.
 */
export type ReceiveReports = (sender: string, request: WebhookRequest) => Promise<void>
