import { describe, expect, it } from 'vitest'
import { parsedMessage } from '../testing/index.ts'
import { openIntakeDesk } from '../testing/intake-desk.ts'
import { plausibleTime } from './plausible-time.ts'

const now = new Date('2026-11-02T08:00:00Z')

describe('when a message was received', () => {
  it.each(['1999-12-31T23:59:59Z', '2026-11-02T07:59:00Z', '2026-11-02T08:59:00Z'])(
    '%s is believed',
    (at) => {
      expect(plausibleTime(new Date(at), now)).toEqual(new Date(at))
    },
  )

  it.each([
    '1901-12-13T20:45:52Z',
    '1970-01-01T00:00:00Z',
    '2038-01-19T03:14:08Z',
    '2026-11-02T09:01:00Z',
    '?',
  ])('%s is taken for now', (at) => {
    expect(plausibleTime(new Date(at), now)).toEqual(now)
  })
})

it('an impossible date neither buries a mail nor keeps it on top; what its sender said is kept for display', async () => {
  const desk = await openIntakeDesk()
  const sentAt = new Date('2038-01-19T03:14:08Z')
  const early = parsedMessage({ mailId: 'early@x', sentAt: new Date(0) })
  const late = parsedMessage({ mailId: 'late@x', sentAt })
  for (const message of [early, late]) await desk.accept({ messages: [desk.received(message)] })
  const arrived = desk.clock.now()
  const conversations = await desk.conversations()
  expect(conversations.map(({ lastMessageAt }) => lastMessageAt)).toEqual([arrived, arrived])
  const stored = await Promise.all(conversations.map(({ id }) => desk.messagesOf(id)))
  expect(stored.flat().map((message) => message.sentAt)).toEqual(
    expect.arrayContaining([sentAt, new Date(0)]),
  )
})
