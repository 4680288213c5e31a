import type { Page } from '../model/conversation.ts'
import type {
  EndpointDelivery,
  EndpointDeliveryState,
  EndpointHealth,
  WebhookEndpoint,
} from '../model/webhook-endpoint.ts'
import type { PageRequest } from './records.ts'

/** How far the events of an endpoint have become deliveries: a position of `EventRecords.after`. */
export interface EndpointPosition {
  readonly endpointId: string
  readonly position: string
}

/** Where events of the inbox are posted to, and what became of each of them. */
export interface EndpointRecords {
  insert(endpoint: WebhookEndpoint, position: string): Promise<void>
  get(id: string): Promise<WebhookEndpoint | null>
  /** Locks it until the transaction ends. */
  getForUpdate(id: string): Promise<WebhookEndpoint | null>
  /** By creation, oldest first. */
  list(): Promise<readonly WebhookEndpoint[]>
  /** Replaces everything but `id`, `createdAt` and its health. Throws `not-found`. */
  update(endpoint: WebhookEndpoint): Promise<void>
  /** Its deliveries go with it. Throws `not-found`. */
  remove(id: string): Promise<void>

  /** Of those that are enabled. */
  positions(): Promise<readonly EndpointPosition[]>
  /** Locks the position of an enabled one; null when somebody else has it, or there is no such endpoint. */
  takePosition(id: string): Promise<string | null>
  setPosition(place: EndpointPosition): Promise<void>

  /** Enabled ones that do not rest at this time and have something that is due. */
  due(at: Date): Promise<readonly string[]>
  /** Makes an enabled one that does not rest at this time rest until then; null when it rests already. */
  beginDelivering(id: string, at: Date, until: Date): Promise<WebhookEndpoint | null>
  /** Ignored for one that is gone. */
  setHealth(id: string, health: EndpointHealth): Promise<void>

  /** An event that has a delivery for the endpoint already keeps that one. */
  addDeliveries(deliveries: readonly EndpointDelivery[]): Promise<void>
  delivery(id: string): Promise<EndpointDelivery | null>
  /** Latest first. */
  deliveries(
    endpointId: string,
    state: EndpointDeliveryState | null,
    page: PageRequest,
  ): Promise<Page<EndpointDelivery>>
  /** What is due at this time, the longest due first. Locks them until the transaction ends. */
  dueDeliveries(endpointId: string, at: Date, limit: number): Promise<readonly EndpointDelivery[]>
  /** In the order of the ids; missing ones are left out. Locks them until the transaction ends. */
  deliveriesForUpdate(ids: readonly string[]): Promise<readonly EndpointDelivery[]>
  /** When the next one is due; null when none is. */
  nextDue(endpointId: string): Promise<Date | null>
  /** Replaces state, attempts, `nextAttemptAt` and log; one that is gone is ignored. */
  updateDeliveries(deliveries: readonly EndpointDelivery[]): Promise<void>
}
