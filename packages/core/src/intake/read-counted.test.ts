import { beforeEach, expect, it } from 'vitest'
import { accept } from '../pipeline.ts'
import { fakeChannel, parsedMessage } from '../testing/index.ts'
import { type IntakeDesk, openIntakeDesk } from '../testing/intake-desk.ts'

let desk: IntakeDesk
let startedReading: string[]

beforeEach(async () => {
  startedReading = []
  const channel = fakeChannel()
  desk = await openIntakeDesk({
    ...channel,
    async parse(raw) {
      const parsed = await channel.parse(raw)
      startedReading.push(parsed.text)
      // As a process that ends sees it: reading never comes back.
      if (parsed.text === 'deadly') await new Promise(() => undefined)
      return parsed
    },
  })
})

const texts = ['before', 'deadly', 'after']
const batch = () => ({
  messages: texts.map((text, index) =>
    desk.received(parsedMessage({ mailId: `${index}@x`, text }), { locator: `INBOX/1/${index}` }),
  ),
  cursor: null,
})

/** One life of a process after one that did not end: it hangs where the real one would be gone. */
async function live(): Promise<'ended' | 'done'> {
  startedReading = []
  const accepted = accept({ ...desk.ctx, countsAttempts: () => true }, batch())
  for (let turn = 0; turn < 200; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    if (startedReading.at(-1) === 'deadly') return 'ended'
  }
  await accepted
  return 'done'
}

it('a mail that ends its reader is put aside after its attempts, unread, and its neighbours are stored', async () => {
  expect(await live()).toBe('ended')
  expect(startedReading).toEqual(['before', 'deadly'])
  // Suspected now, it is left to the end: its neighbours are not kept from being read.
  for (let death = 2; death <= 5; death += 1) {
    expect(await live()).toBe('ended')
    expect(startedReading).toEqual(['before', 'after', 'deadly'])
  }
  expect(await live()).toBe('done')
  expect(startedReading).toEqual(['before', 'after'])
  const { items } = await desk.inbox.messages.quarantined()
  expect(items).toMatchObject([
    { parseError: 'reading it ended the program 6 times: it is kept as it came, unread' },
  ])
  expect(await desk.conversations()).toHaveLength(3)
  expect(await live()).toBe('done')
})

it('nothing is counted, and nothing waits for a count, after a session that ended', async () => {
  const counted = { ...desk.ctx, countsAttempts: () => false }
  await accept(counted, { ...batch(), messages: batch().messages.filter((_, index) => index !== 1) })
  const attempts = await desk.read((tx) => tx.readings.attempt(desk.integrationId, 'INBOX/1/0'))
  expect(attempts).toBe(1)
})
