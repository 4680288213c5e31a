const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** "il y a 5 minutes", "in 2 hours": how far away a time is; beyond a week, its date. */
export function relativeTime(language: string, iso: string, now: Date): string {
  const distance = new Date(iso).getTime() - now.getTime()
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' })
  const size = Math.abs(distance)
  if (size < minute) return justNow(language)
  if (size < hour) return format.format(Math.round(distance / minute), 'minute')
  if (size < day) return format.format(Math.round(distance / hour), 'hour')
  if (size < 7 * day) return format.format(Math.round(distance / day), 'day')
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(iso))
}

/** As short as a list allows: "4 min" within the hour, the time of day today, yesterday, the weekday, else the date. */
export function shortTime(language: string, iso: string, now: Date): string {
  const date = new Date(iso)
  const distance = now.getTime() - date.getTime()
  if (distance < minute && distance > -minute) return justNow(language)
  if (distance >= minute && distance < hour) return minutesAgo(language, distance)
  if (isYesterday(date, now))
    return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-1, 'day')
  return new Intl.DateTimeFormat(language, shortFormat(date, now)).format(date)
}

/** The whole truth, for tooltips and message headers: "jeudi 20 novembre 2026 à 14:03". */
export function exactTime(language: string, iso: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(iso))
}

/** A moment a few days away: "14:05" today, "vendredi 14:05" within the week, else with its date. */
export function dayAndTime(language: string, iso: string, now: Date): string {
  const date = new Date(iso)
  if (date.toDateString() === now.toDateString()) return time(language, { timeStyle: 'short' }, date)
  const isNear = Math.abs(date.getTime() - now.getTime()) < 6 * day
  if (isNear) return time(language, { weekday: 'long', hour: '2-digit', minute: '2-digit' }, date)
  return time(language, { dateStyle: 'medium', timeStyle: 'short' }, date)
}

/** When something will happen, said in full: "samedi 28 novembre à 08:00". */
export function plannedTime(language: string, iso: string, now: Date): string {
  const date = new Date(iso)
  const day = { weekday: 'long', day: 'numeric', month: 'long' } as const
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return time(language, { ...day, ...year, hour: '2-digit', minute: '2-digit' }, date)
}

/** The time zone of this device as its reader says it, with the name computers know it by. */
export function zoneName(language: string, at: Date): string {
  const format = new Intl.DateTimeFormat(language, { timeZoneName: 'long' })
  const said = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return `${said} (${format.resolvedOptions().timeZone})`
}

function time(language: string, format: Intl.DateTimeFormatOptions, date: Date): string {
  return new Intl.DateTimeFormat(language, format).format(date)
}

/** Kilobytes and megabytes as people of the language write them. */
export function fileSize(language: string, bytes: number): string {
  const mega = bytes >= 1_000_000
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: mega ? 'megabyte' : 'kilobyte',
    unitDisplay: 'short',
    maximumFractionDigits: mega ? 1 : 0,
  }).format(mega ? bytes / 1_000_000 : Math.max(1, bytes / 1000))
}

/** Intl says "maintenant", which nobody says of a time that has passed. */
function justNow(language: string): string {
  return language.startsWith('fr') ? 'à l’instant' : 'just now'
}

function isYesterday(date: Date, now: Date): boolean {
  return date.toDateString() === new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1).toDateString()
}

function minutesAgo(language: string, distance: number): string {
  const format = new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'short' })
  return format.format(Math.floor(distance / minute))
}

function shortFormat(date: Date, now: Date): Intl.DateTimeFormatOptions {
  if (date.toDateString() === now.toDateString()) return { timeStyle: 'short' }
  const distance = Math.abs(now.getTime() - date.getTime())
  if (distance < 6 * day) return { weekday: 'short' }
  if (date.getFullYear() === now.getFullYear()) return { day: 'numeric', month: 'short' }
  return { dateStyle: 'short' }
}
