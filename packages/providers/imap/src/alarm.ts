/** Remembers that something happened until somebody has looked. */
export interface Alarm {
  ring(): void
  /** What rang before does not count any more. */
  reset(): void
  /** Resolves when it rings, at once when it rang since the last reset. */
  rung(): Promise<void>
}

export function createAlarm(): Alarm {
  let current = Promise.withResolvers<void>()
  return {
    ring: () => current.resolve(),
    reset: () => {
      current = Promise.withResolvers<void>()
    },
    rung: () => current.promise,
  }
}
