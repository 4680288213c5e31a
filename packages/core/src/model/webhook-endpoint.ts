import type { InboxEventType } from './event.ts'

/** How a URL of the host has answered lately. */
export interface EndpointHealth {
  /** Attempts in a row that failed. */
  readonly failures: number
  /** Since when nothing but failures came of it; null while it is well. */
  readonly failingSince: Date | null
  /** Nothing is delivered before: somebody is at it, or it is given a pause. */
  readonly restsUntil: Date | null
}

/** A URL of the host to which events of the inbox are posted. */
export interface WebhookEndpoint extends EndpointHealth {
  readonly id: string
  readonly url: string
  readonly description: string
  /** Empty: all of them, also those of later versions. */
  readonly eventTypes: readonly InboxEventType[]
  /** Events that happen while it is disabled are delivered once it is enabled again. */
  readonly state: 'enabled' | 'disabled'
  readonly stateSince: Date
  /** Why it is disabled: somebody did it, its server answered 410, or nothing but failures came of it for days. */
  readonly because: 'person' | 'gone' | 'failing' | null
  /** The encrypted secrets, never the secrets. */
  readonly secrets: string
  readonly createdAt: Date
}

/**
 * Where one event stands on its way to one endpoint: not tried yet, taken with a 2xx, tried in vain and to be tried
 * again, or given up.
 */
export const endpointDeliveryStates = ['waiting', 'delivered', 'failed', 'dead'] as const
export type EndpointDeliveryState = (typeof endpointDeliveryStates)[number]

/** One POST. While nothing is recorded of it, it is going on, or its worker died: the receiver may have it. */
export interface DeliveryAttempt {
  /** ISO 8601. */
  readonly at: string
  /** The HTTP status; null where there was no answer. */
  readonly status: number | null
  readonly durationMs: number | null
  /** Why it failed: a sentence. */
  readonly error: string | null
  /** The beginning of the answer, at most 1 kB. */
  readonly excerpt: string
}

/** One event for one endpoint. */
export interface EndpointDelivery {
  readonly id: string
  readonly endpointId: string
  /** Also the `webhook-id`: the same at every attempt, and for every endpoint. */
  readonly eventId: string
  /** An event type, or `ping`. */
  readonly eventType: string
  /** What is posted, the same at every attempt. */
  readonly payload: string
  readonly state: EndpointDeliveryState
  readonly attempts: number
  /** Null once it is delivered or dead. */
  readonly nextAttemptAt: Date | null
  readonly createdAt: Date
  /** Oldest first: the latest 20. */
  readonly log: readonly DeliveryAttempt[]
}
