/** Time, ids and randomness. Product code asks here and nowhere else, so that tests can decide. */
export interface Clock {
  now(): Date
  /** A new UUID, version 7: later ids sort after earlier ones. */
  newId(): string
  /** Bytes fit for keys and tokens. */
  randomBytes(length: number): Uint8Array
  /** Resolves after the time, or at once when the signal aborts; it never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
