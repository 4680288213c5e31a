import { expect, test } from 'vitest'
import { readCalendarEvent } from './calendar-event.ts'

function calendar(...lines: readonly string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
}

function event(...lines: readonly string[]): string {
  return calendar('BEGIN:VEVENT', 'UID:u1', ...lines, 'END:VEVENT')
}

const times = (text: string) => {
  const read = readCalendarEvent(text, 'REQUEST')
  return read === null ? null : [read.start, read.end]
}

test('says who invites whom to what, and who has answered', () => {
  const text = event(
    'DTSTART:20261103T090000Z',
    'DTEND:20261103T100000Z',
    'SUMMARY:Delivery\\, second floor',
    'LOCATION:Lyon',
    'RRULE:FREQ=WEEKLY;COUNT=4',
    'ORGANIZER;CN=Ann:mailto:ann@shop.example',
    'ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED:MAILTO:bob@customer.example',
    'ATTENDEE:mailto:eve@customer.example',
  )
  expect(readCalendarEvent(text, 'REQUEST')).toEqual({
    method: 'request',
    uid: 'u1',
    summary: 'Delivery, second floor',
    start: '2026-11-03T09:00:00Z',
    end: '2026-11-03T10:00:00Z',
    allDay: false,
    timeZone: null,
    location: 'Lyon',
    organizer: { name: 'Ann', address: 'ann@shop.example' },
    attendees: [
      { name: 'Bob', address: 'bob@customer.example', status: 'accepted' },
      { name: '', address: 'eve@customer.example', status: 'needs-action' },
    ],
    recurrence: 'FREQ=WEEKLY;COUNT=4',
  })
})

test('the method of the object counts where the part names none', () => {
  const text = event('DTSTART:20261103T090000Z').replace('VERSION:2.0', 'VERSION:2.0\r\nMETHOD:CANCEL')
  expect(readCalendarEvent(text, null)?.method).toBe('cancel')
})

test('a time is told by the zone that the calendar describes, whatever its name', () => {
  const zone = [
    'BEGIN:VTIMEZONE',
    'TZID:Our own',
    ...['BEGIN:STANDARD', 'DTSTART:16010101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100'],
    ...['RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD'],
    ...['BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
    ...['RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'],
  ]
  const at = (time: string) =>
    times(calendar(...zone, 'BEGIN:VEVENT', `DTSTART;TZID=Our own:${time}`, 'DURATION:PT30M', 'END:VEVENT'))
  expect(at('20260703T110000')).toEqual(['2026-07-03T09:00:00Z', '2026-07-03T09:30:00Z'])
  expect(at('20261203T110000')).toEqual(['2026-12-03T10:00:00Z', '2026-12-03T10:30:00Z'])
})

test.each(['Europe/Paris', 'Romance Standard Time', '"W. Europe Standard Time"'])(
  'a zone that is only named is known: %s',
  (zone) => {
    expect(times(event(`DTSTART;TZID=${zone}:20260703T110000`))).toEqual(['2026-07-03T09:00:00Z', null])
    expect(times(event(`DTSTART;TZID=${zone}:20261203T110000`))).toEqual(['2026-12-03T10:00:00Z', null])
  },
)

test('without a zone that is known, a time stays a time of day', () => {
  expect(times(event('DTSTART;TZID=Nowhere:20261103T110000'))).toEqual(['2026-11-03T11:00:00', null])
  expect(times(event('DTSTART:20261103T110000', 'DURATION:PT1H'))).toEqual([
    '2026-11-03T11:00:00',
    '2026-11-03T12:00:00',
  ])
})

test('whole days end on the last of them', () => {
  expect(times(event('DTSTART;VALUE=DATE:20261103', 'DTEND;VALUE=DATE:20261106'))).toEqual([
    '2026-11-03',
    '2026-11-05',
  ])
  expect(times(event('DTSTART;VALUE=DATE:20261103'))).toEqual(['2026-11-03', '2026-11-03'])
})

test('of a series the rule is told, not one changed day', () => {
  const text = calendar(
    ...['BEGIN:VEVENT', 'RECURRENCE-ID:20261110T090000Z', 'DTSTART:20261110T140000Z', 'END:VEVENT'],
    ...['BEGIN:VEVENT', 'RRULE:FREQ=WEEKLY', 'DTSTART:20261103T090000Z', 'END:VEVENT'],
  )
  expect(times(text)?.[0]).toBe('2026-11-03T09:00:00Z')
})

test('a zone that changes its clocks every second is not followed', () => {
  const zone = [
    ...['BEGIN:VTIMEZONE', 'TZID:Europe/Paris', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
    ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0500', 'RRULE:FREQ=SECONDLY', 'END:STANDARD', 'END:VTIMEZONE'],
  ]
  const text = calendar(...zone, 'BEGIN:VEVENT', 'DTSTART;TZID=Europe/Paris:20261203T110000', 'END:VEVENT')
  expect(times(text)).toEqual(['2026-12-03T10:00:00Z', null])
})

test.each([
  '',
  'BEGIN:VCALENDAR',
  'no calendar at all',
  calendar('BEGIN:VTODO', 'END:VTODO'),
  event('SUMMARY:no start'),
  event('DTSTART:tomorrow'),
  event('DTSTART:99999999T999999Z'),
  `${event('DTSTART:20261103T090000Z')}${' '.repeat(300_000)}`,
])('what cannot be read is no event (%#)', (text) => {
  expect(readCalendarEvent(text, 'REQUEST')).toBeNull()
})
