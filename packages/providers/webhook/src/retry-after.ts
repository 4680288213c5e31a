/** What Retry-After asks for: seconds, or a date where there is a time to count from (RFC 9110 §10.2.3). */
export function retryAfterMs(value: string | undefined, now: Date | null): number | null {
  if (value === undefined) return null
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return now === null || Number.isNaN(date) ? null : Math.max(0, date - now.getTime())
}
