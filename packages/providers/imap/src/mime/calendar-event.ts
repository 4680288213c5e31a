import { type CalendarEvent, cleanText, type EventMethod, type EventPerson } from '@guichet/core'
import ICAL from 'ical.js'
import { type EventTime, readEventTime, shifted } from './calendar-time.ts'

const maxLength = 256 * 1024
const maxAttendees = 200
const dayMs = 86_400_000

const methods: ReadonlyMap<string, EventMethod> = new Map([
  ['publish', 'publish'],
  ['request', 'request'],
  ['reply', 'reply'],
  ['cancel', 'cancel'],
  ['counter', 'counter'],
])

/** The event of an iCalendar object; of a series its rule. Null for what cannot be read. Never throws. */
export function readCalendarEvent(text: string, declaredMethod: string | null): CalendarEvent | null {
  if (text.length > maxLength) return null
  try {
    return readEvent(text, declaredMethod)
  } catch {
    return null
  }
}

function readEvent(text: string, declaredMethod: string | null): CalendarEvent | null {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = calendar.getAllSubcomponents('vevent')
  const event = events.find((one) => !one.hasProperty('recurrence-id')) ?? events[0]
  const startProperty = event?.getFirstProperty('dtstart')
  if (event === undefined || startProperty === null || startProperty === undefined) return null
  const start = readEventTime(startProperty, calendar)
  if (start === null) return null
  const method = declaredMethod ?? textOf(calendar, 'method', 30)
  const organizer = event.getFirstProperty('organizer')
  return {
    method: methods.get(method.toLowerCase()) ?? 'other',
    uid: textOf(event, 'uid', 500),
    summary: textOf(event, 'summary', 500),
    start: start.text,
    end: readEnd(event, start, calendar),
    allDay: start.allDay,
    timeZone: start.zone,
    location: textOf(event, 'location', 500),
    organizer: organizer === null ? null : person(organizer),
    attendees: event.getAllProperties('attendee').slice(0, maxAttendees).map(attendee),
    recurrence: event.hasProperty('rrule') ? textOf(event, 'rrule', 300) : null,
  }
}

/** RFC 5545 §3.6.1: the end of whole days is the day after them; without an end, a day lasts a day. */
function readEnd(event: ICAL.Component, start: EventTime, calendar: ICAL.Component): string | null {
  const property = event.getFirstProperty('dtend')
  if (property !== null) {
    const end = readEventTime(property, calendar)
    if (end === null || end.allDay !== start.allDay) return null
    if (!end.allDay) return end.text
    return end.wallClock - start.wallClock < 2 * dayMs ? start.text : shifted(end, -dayMs).text
  }
  const duration: unknown = event.getFirstPropertyValue('duration')
  const length = duration instanceof ICAL.Duration ? duration.toSeconds() * 1000 : 0
  if (length <= 0 || length > 3660 * dayMs) return start.allDay ? start.text : null
  return shifted(start, start.allDay ? Math.max(0, length - dayMs) : length).text
}

function attendee(property: ICAL.Property): CalendarEvent['attendees'][number] {
  return { ...person(property), status: parameter(property, 'partstat', 'NEEDS-ACTION').toLowerCase() }
}

function person(property: ICAL.Property): EventPerson {
  const address = cleanText(String(property.getFirstValue()).replace(/^mailto:/i, ''), 320)
  return { name: parameter(property, 'cn', ''), address }
}

function parameter(property: ICAL.Property, name: string, otherwise: string): string {
  const value: unknown = property.getParameter(name)
  return typeof value === 'string' ? cleanText(value, 300) : otherwise
}

function textOf(component: ICAL.Component, name: string, maxChars: number): string {
  const value: unknown = component.getFirstPropertyValue(name)
  return value === null || value === undefined ? '' : cleanText(String(value), maxChars).trim()
}
