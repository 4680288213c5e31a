import ICAL from 'ical.js'
import { instantIn } from './calendar-zones.ts'

/** A time of an event, as `CalendarEvent` writes it. */
export interface EventTime {
  readonly text: string
  readonly allDay: boolean
  readonly zone: string | null
  /** The wall clock as if it were in UTC, in milliseconds. */
  readonly wallClock: number
}

const maxObservances = 40

/** Reads a DTSTART or DTEND; null when it names no time. The zone is that of the calendar, else one of that name. */
export function readEventTime(property: ICAL.Property, calendar: ICAL.Component): EventTime | null {
  const value: unknown = property.getFirstValue()
  if (!(value instanceof ICAL.Time)) return null
  const { year, month, day, hour, minute, second, isDate } = value
  const wallClock = Date.UTC(year, month - 1, day, hour, minute, second)
  if (!Number.isFinite(wallClock) || year < 1900 || year > 2200) return null
  const tzid: unknown = property.getParameter('tzid')
  const zone = typeof tzid === 'string' && tzid !== '' ? tzid.slice(0, 100) : null
  if (isDate) return { text: dayText(wallClock), allDay: true, zone: null, wallClock }
  const instant = isUtc(property) ? wallClock : instantOf({ value, zone, wallClock, calendar })
  return { text: timeText(instant, wallClock), allDay: false, zone, wallClock }
}

/** The same kind of time, later by so many milliseconds. */
export function shifted(time: EventTime, milliseconds: number): EventTime {
  const wallClock = time.wallClock + milliseconds
  if (time.allDay) return { ...time, wallClock, text: dayText(wallClock) }
  const isInstant = time.text.endsWith('Z')
  const base = Date.parse(isInstant ? time.text : `${time.text}Z`)
  return { ...time, wallClock, text: timeText(isInstant ? base + milliseconds : null, wallClock) }
}

function isUtc(property: ICAL.Property): boolean {
  const [, , , written]: readonly unknown[] = property.toJSON()
  return typeof written === 'string' && written.endsWith('Z')
}

interface Local {
  readonly value: ICAL.Time
  readonly zone: string | null
  readonly wallClock: number
  readonly calendar: ICAL.Component
}

function instantOf({ value, zone, wallClock, calendar }: Local): number | null {
  if (zone === null) return null
  const described = calendar
    .getAllSubcomponents('vtimezone')
    .slice(0, 20)
    .find((component) => component.getFirstPropertyValue('tzid') === zone)
  if (described === undefined || !isHarmless(described)) return instantIn(zone, wallClock)
  return wallClock - new ICAL.Timezone(described).utcOffset(value) * 1000
}

/** A zone changes its clocks yearly. A rule that says "every second" would be followed for decades. */
function isHarmless(zone: ICAL.Component): boolean {
  const observances = zone.getAllSubcomponents()
  return (
    observances.length > 0 &&
    observances.length <= maxObservances &&
    observances.every((observance) =>
      observance.getAllProperties('rrule').every((rule) => {
        const text = String(rule.getFirstValue())
        return /\bFREQ=YEARLY\b/.test(text) && !/BYHOUR|BYMINUTE|BYSECOND/.test(text) && text.length <= 200
      }),
    )
  )
}

function dayText(wallClock: number): string {
  return new Date(wallClock).toISOString().slice(0, 10)
}

function timeText(instant: number | null, wallClock: number): string {
  const text = new Date(instant ?? wallClock).toISOString().slice(0, 19)
  return instant === null ? text : `${text}Z`
}
