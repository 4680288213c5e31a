import type { SmtpTimeouts } from '@guichet/smtp'

/** What a forked worker is told, as JSON. */
export interface WorkerSettings {
  readonly database: { readonly connectionString: string } | { readonly folder: string }
  readonly blobFolder: string
  /** The host key, base64. */
  readonly key: string
  /** The certificate of the mail server (PEM). */
  readonly ca: string
  readonly leaseMs?: number
  readonly windowSize?: number
  /** A text in a mail that ends the process when it is read: kill -9, as the kernel does when memory is short. */
  readonly deadlyText?: string
  /** Ends the process when a copy lies in the folder of sent mail, before anybody knows. */
  readonly diesAfterFiling?: boolean
  /** Only sends: it listens to no mailbox, and trusts `ca` for the SMTP server. */
  readonly sending?: { readonly timeouts: SmtpTimeouts }
}

/** What a forked worker says over its channel to the parent. */
export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  /** Raw messages are being written, or are durable. */
  | { readonly kind: 'keeping' | 'kept'; readonly messages: number }
  /** The network part of a send begins, or has ended. */
  | { readonly kind: 'sending' | 'sent'; readonly mailId: string }
  /** The listener of the host was called. */
  | { readonly kind: 'told'; readonly messageId: string }
  | { readonly kind: 'peak'; readonly megabytes: number }

export type WorkerRequest = 'stop' | 'peak'
