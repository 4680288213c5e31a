import { type Clock, type Storage, systemClock } from '@guichet/core'
import { memoryStorage } from '@guichet/core/testing'

export interface MemoryOptions {
  /** The system's clock unless told; a test may pass its own. */
  readonly clock?: Clock
}

/** A storage that keeps everything in this process and forgets it when the process ends: for tests and trials. */
export function memory({ clock = systemClock() }: MemoryOptions = {}): Storage {
  return memoryStorage({ clock })
}
