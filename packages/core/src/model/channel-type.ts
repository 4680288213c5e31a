import type { Medium } from './address.ts'

/** A kind of integration that this server knows. */
export interface ChannelTypeView {
  readonly type: string
  readonly medium: Medium
  readonly canSend: boolean
  /** It is called instead of asked. */
  readonly receivesWebhooks: boolean
  /** The last part of the address that its integrations share; null where each has only one of its own. */
  readonly sharedAddress: string | null
}

/** Where an integration is called. */
export interface WebhookView {
  /** Its own address, `/inbox/webhooks/custom/{id}`. */
  readonly path: string
  /** The address of all integrations of its type; null where there is none. */
  readonly sharedPath: string | null
  /** Null while nobody has called. */
  readonly lastCallbackAt: Date | null
}
