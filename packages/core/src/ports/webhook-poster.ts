import type { Secret } from '../model/secret.ts'

/** One event, ready to be signed and posted. */
export interface WebhookPost {
  readonly url: string
  /** The `webhook-id`. */
  readonly id: string
  /** When it is posted: the `webhook-timestamp`. */
  readonly at: Date
  readonly body: string
  /** Every one signs, newest first. */
  readonly secrets: Secret<readonly string[]>
}

export interface WebhookAnswer {
  readonly status: number
  /** What the receiver asks for in Retry-After; null where it asks for nothing. */
  readonly retryAfterMs: number | null
  /** The beginning of the answer, at most 1 kB of text. */
  readonly excerpt: string
}

/** Posts signed events to URLs that somebody typed: only to public hosts over TLS, unless told otherwise. */
export interface WebhookPoster {
  /** Throws `invalid-input` for a URL that would never be posted to. */
  check(url: string): void
  /** A new secret, made of 32 random bytes. */
  secretOf(bytes: Uint8Array): string
  /** Resolves with any answer, and never follows a redirect. Throws `host-unreachable` or `tls-failed`. */
  post(post: WebhookPost, signal: AbortSignal): Promise<WebhookAnswer>
}
