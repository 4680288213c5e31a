/** Nobody's mailbox holds mail from before; servers that do not know say 1901 or 1970. */
const earliest = Date.UTC(1990, 0, 1)

/** Clocks of servers run ahead by minutes; what claims more would stand above everything that comes after it. */
const toleranceMs = 3_600_000

/** When a message was received, as the order of conversations needs it: now, where the source's clock is impossible. */
export function plausibleTime(receivedAt: Date, now: Date): Date {
  const time = receivedAt.getTime()
  // Also false for an invalid date.
  return time >= earliest && time <= now.getTime() + toleranceMs ? receivedAt : now
}
