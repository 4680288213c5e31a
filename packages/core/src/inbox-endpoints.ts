import type { PageOptions } from './inbox-conversations.ts'
import type { Page } from './model/conversation.ts'
import type { InboxEventType } from './model/event.ts'
import type { Actor } from './model/tenant.ts'
import type { EndpointDelivery, EndpointDeliveryState, WebhookEndpoint } from './model/webhook-endpoint.ts'

/** A webhook endpoint as people see it: without its secrets. */
export type EndpointView = Omit<WebhookEndpoint, 'secrets'>

/** The one time that a secret is shown. */
export interface EndpointWithSecret extends EndpointView {
  readonly secret: string
}

export interface EndpointInput {
  readonly url: string
  readonly description?: string
  /** Empty, or absent: all. */
  readonly eventTypes?: readonly InboxEventType[]
}

export interface EndpointChanges extends Partial<EndpointInput> {
  readonly state?: WebhookEndpoint['state']
}

/** Without what was posted and what came of every attempt. */
export type DeliveryView = Omit<EndpointDelivery, 'payload' | 'log'>

export interface DeliveryQuery extends PageOptions {
  readonly state?: EndpointDeliveryState
}

/**
 * URLs of the host to which events of the inbox are posted, signed by the Standard Webhooks specification. Every event
 * from the creation of an endpoint on is delivered at least once, with the same `webhook-id` at every attempt.
 */
export interface EndpointsApi {
  /** Throws `invalid-input` for a URL that would never be posted to, `conflict` when there are 50 already. */
  create(input: EndpointInput, actor?: Actor): Promise<EndpointWithSecret>
  list(): Promise<readonly EndpointView[]>
  get(id: string): Promise<EndpointView>
  update(id: string, changes: EndpointChanges, actor?: Actor): Promise<EndpointView>
  /** Its deliveries go with it. */
  remove(id: string, actor?: Actor): Promise<void>
  /** The secret before signs as well, for 24 hours. */
  rotateSecret(id: string, actor?: Actor): Promise<EndpointWithSecret>
  /** Sends a `ping`. Throws `conflict` for an endpoint that is disabled. */
  test(id: string): Promise<DeliveryView>
  deliveries(id: string, query?: DeliveryQuery): Promise<Page<DeliveryView>>
  delivery(id: string): Promise<EndpointDelivery>
  /** Begins anew, also with one that was delivered. Throws `conflict` while the endpoint is disabled. */
  redeliver(id: string): Promise<EndpointDelivery>
}
