import type { Clock } from './ports/clock.ts'

/** Carries "look now" from whoever knows to whoever waits. A wake-up that nobody awaited yet is kept. */
export interface WakeUps {
  wake(): void
  /** Calls back at every wake-up. Returns how to stop. */
  subscribe(callback: () => void): () => void
  /** Resolves at a wake-up, after the time, or when the signal aborts, whichever comes first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export function wakeUps(clock: Clock): WakeUps {
  const callbacks = new Set<() => void>()
  let isPending = false

  function subscribe(callback: () => void): () => void {
    callbacks.add(callback)
    if (isPending) {
      isPending = false
      queueMicrotask(callback)
    }
    return () => callbacks.delete(callback)
  }

  return {
    wake() {
      isPending = callbacks.size === 0
      for (const callback of [...callbacks]) callback()
    },
    subscribe,
    async sleep(ms, signal) {
      const woken = new AbortController()
      const unsubscribe = subscribe(() => woken.abort())
      await clock.sleep(ms, AbortSignal.any([signal, woken.signal]))
      unsubscribe()
    },
  }
}
