/** "lundi 3 novembre 2026, 10:00 – 11:00" in the zone of the reader; whole days and times without a zone as written. */
export function eventTimes(language: string, start: string, end: string | null): string {
  const isInstant = start.endsWith('Z')
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'full',
    ...(start.length > 10 ? { timeStyle: 'short' } : {}),
    ...(isInstant ? {} : { timeZone: 'UTC' }),
  })
  const from = momentOf(start)
  const until = end === null ? from : momentOf(end)
  return until > from ? format.formatRange(from, until) : format.format(from)
}

function momentOf(text: string): Date {
  return new Date(text.length > 10 && !text.endsWith('Z') ? `${text}Z` : text)
}
