import type { ArrivalState } from '../model/arrival.ts'
import type { Connection, ReceivedMessage } from './channel.ts'

/** A request that somebody else's server makes to us, exactly as it came: nothing of it is proven. */
export interface WebhookRequest {
  /** Upper case. */
  readonly method: string
  /** With its query; only the query says anything about the message. */
  readonly url: string
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
  readonly receivedAt: Date
}

/** Where a request was sent: an address that integrations share, or one of their own. */
export type WebhookTarget = { readonly address: string } | { readonly integrationId: string }

/**
 * Takes a request of another server. What resolves is durable: `kept`, or `known` from an earlier request, or in
 * `conflict` with one of the same id and other content, which is not kept. Throws `signature-refused`, and `not-found`
 * where nobody is called like that; with `retry: 'later'` where the sender shall repeat it.
 */
export type ReceiveWebhook = (
  target: WebhookTarget,
  request: WebhookRequest,
) => Promise<'kept' | 'known' | 'conflict'>

/** How a channel that is called is called. A request is verified, stored, answered, and only then understood. */
export interface ChannelWebhook<Settings = unknown, Secrets = unknown> {
  /**
   * The last part of the address that all integrations of this type share, `sms` for `/inbox/webhooks/sms`. Absent
   * where each has only an address of its own, `/inbox/webhooks/custom/{integrationId}`; that one always exists.
   */
  readonly sharedAddress?: string
  /** Shared addresses of others where its requests come as well: an account that calls one address for everything. */
  readonly alsoAt?: readonly string[]
  /** The keys under which an integration is found at the shared address: `number:33612345678`. */
  routes?(settings: Settings): readonly string[]
  /** The keys that a request names, unproven, best first. Never throws. */
  routesOf?(request: WebhookRequest): readonly string[]
  /**
   * Proves who sent the request. Throws `signature-refused`: with `retry: 'later'` where the sender shall try again
   * (answered 503, which loses nothing), otherwise 401.
   */
  verify(request: WebhookRequest, connection: Connection<Settings, Secrets>): VerifiedCallback
  /** Takes a stored callback apart. Pure. Throws `unparsable`, and its bytes become a message in quarantine. */
  read(callback: KeptCallback): CallbackContent
  /**
   * Makes one message of the parts that came, in the order of their index. Pure. Absent: there are no parts. Parts that
   * come after the others were given up on become another message: its external id has to be made of its parts.
   */
  join?(parts: readonly KeptCallback[], total: number): ReceivedMessage
}

/** What proves and names a request. */
export interface VerifiedCallback {
  /** Unique in the integration: what "the same request again" means. `message:<uuid>`, `status:<uuid>:<status>`. */
  readonly callbackId: string
  /** What is kept of it: its body, or its query where it has none. */
  readonly content: Uint8Array
  readonly contentType: string
}

/** A callback that is stored and not understood yet. */
export interface KeptCallback extends VerifiedCallback {
  readonly receivedAt: Date
}

/** What a callback says. */
export interface CallbackContent {
  readonly messages: readonly ReceivedMessage[]
  /** About messages that we sent. */
  readonly outcomes: readonly SendOutcome[]
  /** It is one of several that make up a message: it waits for the others, see `join`. */
  readonly part?: MessagePart
}

export interface MessagePart {
  /** What the parts of one message have in common, within a few hours. */
  readonly group: string
  /** 1 for the first. */
  readonly index: number
  readonly total: number
}

/** What a provider says became of a message that we sent; `accepted` is no news about its recipient. */
export interface SendOutcome {
  /** Our id of the message, where the provider gives it back. */
  readonly messageId: string | null
  /** Its own id, as in the receipt of the send. */
  readonly providerId: string | null
  readonly recipient: string
  readonly state: ArrivalState | 'accepted'
  readonly kind: 'hard' | 'soft' | null
  /** Its own number or word for it; null where it gives none. */
  readonly status: string | null
  /** A sentence. */
  readonly reason: string
  readonly at: Date
  /** The recipient has told the provider to be left alone. */
  readonly optedOut?: true
}
