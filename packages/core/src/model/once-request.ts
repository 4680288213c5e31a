import type { Actor } from './tenant.ts'

/** A request that may come twice: because an answer was lost, or somebody clicked again. */
export interface OnceRequest {
  /** Chosen by whoever asks, 1 to 255 visible ASCII characters; for each person they are their own. */
  readonly key: string
  /** All that makes it this request, as a text. */
  readonly request: string
  readonly actor?: Actor
}
