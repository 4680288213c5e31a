import type { ReactElement } from 'react'
import type { MessageContent } from '../api/types.ts'
import { eventTimes } from '../language/event-times.ts'
import { useLocale, useWords } from '../language/language.ts'
import type { frenchParts } from '../language/part-words.ts'

type Event = NonNullable<MessageContent['event']>
type Words = typeof frenchParts

const maxShown = 12

/** An invitation, or somebody's answer to one, in words. */
export function EventCard({ event }: { readonly event: Event }): ReactElement {
  const words = useWords().content.parts
  const locale = useLocale()
  const title = event.summary || words.untitled
  const isFloating = !event.allDay && !event.start.endsWith('Z')
  return (
    <section
      aria-label={`${words.event[event.method]} : ${title}`}
      className="mb-3 rounded-md border bg-canvas px-3 py-2"
    >
      <p className="text-muted text-small">{words.event[event.method]}</p>
      <p className={`font-semibold ${event.method === 'cancel' ? 'line-through' : ''}`}>{title}</p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-small">
        <Row name={words.when} value={eventTimes(locale, event.start, event.end)} />
        {isFloating && <Row name="" value={words.unknownZone} />}
        <Row name={words.repeats} value={repeats(event, words)} />
        <Row name={words.where} value={event.location} />
        <Row name={words.organizer} value={event.organizer === null ? '' : nameOf(event.organizer)} />
        <Row name={words.attendees} value={attendees(event, words)} />
      </dl>
    </section>
  )
}

function Row({ name, value }: { readonly name: string; readonly value: string }): ReactElement | null {
  if (value === '') return null
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere">{value}</dd>
    </>
  )
}

function repeats({ recurrence }: Event, words: Words): string {
  if (recurrence === null) return ''
  const [, often] = /\bFREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)\b/.exec(recurrence) ?? []
  const isEvery = !/\bINTERVAL=(?!1\b)/.test(recurrence)
  const word = new Map<string, string>(Object.entries(words.often)).get(often ?? '')
  return isEvery && word !== undefined ? word : words.oftenOtherwise
}

function attendees(event: Event, words: Words): string {
  const statuses = new Map<string, string>(Object.entries(words.status))
  const names = event.attendees.slice(0, maxShown).map((attendee) => {
    const status = statuses.get(attendee.status)
    return status === undefined ? nameOf(attendee) : `${nameOf(attendee)} (${status})`
  })
  return [...names, ...(event.attendees.length > maxShown ? ['…'] : [])].join(', ')
}

function nameOf({ name, address }: { readonly name: string; readonly address: string }): string {
  return name === '' ? address : name
}
