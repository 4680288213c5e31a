/** A time that people often mean when they say "later". */
export interface LaterTime {
  readonly key: 'in-two-hours' | 'this-morning' | 'tomorrow' | 'monday'
  readonly at: Date
}

const hourMs = 3_600_000
const morningHour = 8

/** What is offered first, soonest first, in the time zone of the browser; a time is offered once. */
export function laterTimes(now: Date): readonly LaterTime[] {
  const daysUntilMonday = (8 - now.getDay()) % 7 || 7
  const times: readonly LaterTime[] = [
    { key: 'in-two-hours', at: new Date(now.getTime() + 2 * hourMs) },
    // After midnight "tomorrow" is not what people mean any more.
    ...(now.getHours() < 6 ? [{ key: 'this-morning', at: morningIn(0, now) } as const] : []),
    { key: 'tomorrow', at: morningIn(1, now) },
    ...(daysUntilMonday === 1 ? [] : [{ key: 'monday', at: morningIn(daysUntilMonday, now) } as const]),
  ]
  return times.toSorted((one, other) => one.at.getTime() - other.at.getTime())
}

/** By the calendar, not by hours: a clock may change in the night. */
function morningIn(days: number, now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morningHour)
}

/** As a `datetime-local` field holds it: the time on the reader's own clock. */
export function toField(at: Date): string {
  const [year, month, day, hour, minute] = [
    at.getFullYear(),
    at.getMonth() + 1,
    at.getDate(),
    at.getHours(),
    at.getMinutes(),
  ].map((part) => String(part).padStart(2, '0'))
  return `${year}-${month}-${day}T${hour}:${minute}`
}

/** The time that such a field holds; null while it is not complete. */
export function fromField(value: string): Date | null {
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? null : at
}
