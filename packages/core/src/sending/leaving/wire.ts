/** The places on the wire of one worker. Who has one may begin a message and hand it in. */
export interface Wire {
  /** Does it as soon as there is a place, in the order in which it was asked for. */
  within<Result>(work: () => Promise<Result>): Promise<Result>
  /** A message was handed in, or was not taken: so long it took. */
  took(ms: number): void
  places(): number
}

/** As many as a sender keeps connections to one server. */
const fewest = 5
const most = 32

/** Messages that are begun at once are handed in within this time, if one comes after the other. */
const begunMs = 2_000

/**
 * What is begun when a worker is killed is in doubt afterwards, so no more is begun than keeps the wire busy. To a server
 * that takes its time that is a message for each connection. Where one is done within milliseconds, the next ones must
 * have been begun meanwhile: then there are more places.
 */
export function openWire(): Wire {
  const waiting = new Set<() => void>()
  let taken = 0
  /** How long a message takes nowadays. */
  let paceMs = begunMs / fewest

  const places = () => Math.min(most, Math.max(fewest, Math.floor(begunMs / paceMs)))

  function admitNext(): void {
    for (const admit of waiting) {
      if (taken >= places()) return
      waiting.delete(admit)
      taken += 1
      admit()
    }
  }

  return {
    places,
    took(ms) {
      paceMs += (Math.max(1, ms) - paceMs) / 8
      admitNext()
    },
    async within(work) {
      await new Promise<void>((admit) => {
        waiting.add(admit)
        admitNext()
      })
      try {
        return await work()
      } finally {
        taken -= 1
        admitNext()
      }
    },
  }
}
