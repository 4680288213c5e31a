import { GuichetError, systemClock } from '@guichet/core'
import { expect, it } from 'vitest'
import { heartbeatMs } from './event-stream.ts'
import { testServer } from './testing/ask.ts'
import { fakeInbox } from './testing/fake-inbox.ts'

interface Reader {
  /** What arrives next, up to and including the next blank line. */
  block(): Promise<string>
  cancel(): Promise<void>
}

function readerOf(response: Response): Reader {
  if (response.body === null) throw new Error('the answer has no body')
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    block: async () => {
      while (!text.includes('\n\n')) {
        const { done, value } = await reader.read()
        if (done) return text
        text += decoder.decode(value, { stream: true })
      }
      const end = text.indexOf('\n\n') + 2
      const block = text.slice(0, end)
      text = text.slice(end)
      return block
    },
    cancel: () => reader.cancel(),
  }
}

it('begins with the pause before reconnecting and the position it starts from', async () => {
  const { ask, inbox } = testServer()
  inbox.emit('message.received')
  const response = await ask('GET /inbox/events')
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = readerOf(response)
  expect(await reader.block()).toBe('retry: 2000\nid: 1\n\n')
  await reader.cancel()
})

it('sends every event with its position, type and JSON on one line', async () => {
  const { ask, inbox } = testServer()
  const reader = readerOf(await ask('GET /inbox/events'))
  await reader.block()
  inbox.emit('message.received')
  const [event, id, data, ...rest] = (await reader.block()).split('\n')
  expect([event, id, rest]).toEqual(['event: message.received', 'id: 1', ['', '']])
  expect(JSON.parse(data?.replace('data: ', '') ?? '')).toMatchObject({
    id: 'event-1',
    at: '2026-11-02T09:00:00.000Z',
    data: { text: 'two\nlines' },
  })
  await reader.cancel()
})

it.each([
  ['Last-Event-ID', '/inbox/events?after=0', { 'last-event-id': '1' }],
  ['?after=', '/inbox/events?after=1', {}],
])('resumes after %s', async (_, path, headers) => {
  const { ask, inbox } = testServer()
  for (const type of ['message.received', 'message.sent', 'folder.changed'] as const) inbox.emit(type)
  const reader = readerOf(await ask(`GET ${path}`, { headers }))
  expect(await reader.block()).toContain('id: 1\n')
  expect(await reader.block()).toMatch(/^event: message.sent\nid: 2\n/)
  expect(await reader.block()).toMatch(/^event: folder.changed\nid: 3\n/)
  await reader.cancel()
})

it.each([
  ['a foreign word', 'nonsense'],
  ['a line of its own', '%0Adata:%20x'],
  ['endless', 'x'.repeat(1000)],
  ['empty', ''],
])('starts from now and says so after a position that is %s', async (_, position) => {
  const { ask, inbox } = testServer()
  inbox.emit('message.received')
  const reader = readerOf(await ask(`GET /inbox/events?after=${position}`))
  expect(await reader.block()).toBe('retry: 2000\nevent: reset\nid: 1\ndata: {}\n\n')
  inbox.emit('message.sent')
  expect(await reader.block()).toMatch(/^event: message.sent\nid: 2\n/)
  await reader.cancel()
})

it('says every 15 seconds that it is still there', async () => {
  const pauses: number[] = []
  const waiting: (() => void)[] = []
  const clock = {
    ...systemClock(),
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        pauses.push(ms)
        waiting.push(resolve)
        signal?.addEventListener('abort', () => resolve(), { once: true })
      }),
  }
  const { ask, inbox } = testServer(fakeInbox(), { clock })
  const reader = readerOf(await ask('GET /inbox/events'))
  await reader.block()
  inbox.emit('message.received')
  expect(await reader.block()).toMatch(/^event: message.received/)
  for (let beats = 1; beats <= 2; beats += 1) {
    const block = reader.block()
    waiting.at(-1)?.()
    expect(await block).toBe(':\n\n')
  }
  inbox.emit('message.sent')
  expect(await reader.block()).toMatch(/^event: message.sent/)
  expect(pauses).toEqual([heartbeatMs, heartbeatMs, heartbeatMs])
  await reader.cancel()
})

it.each(['cancelled', 'aborted'])('ends, and stops its timer, when the client has %s', async (how) => {
  const signals: AbortSignal[] = []
  const patient = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve) => {
      if (signal) signals.push(signal)
      signal?.addEventListener('abort', () => resolve(), { once: true })
    })
  const clock = { ...systemClock(), sleep: (_: number, signal?: AbortSignal) => patient(signal) }
  const left = new AbortController()
  const { ask } = testServer(fakeInbox(), { clock })
  const reader = readerOf(await ask('GET /inbox/events', { signal: left.signal }))
  await reader.block()
  const last = reader.block()
  if (how === 'aborted') left.abort()
  else await reader.cancel()
  expect(await last).toBe('')
  expect(signals.map((signal) => signal.aborted)).toEqual([true])
})

it('is an ordinary error while nothing has been sent', async () => {
  const inbox = fakeInbox({
    'events.after': () => {
      throw new GuichetError('storage-failed', 'the database does not answer')
    },
  })
  const response = await testServer(inbox).ask('GET /inbox/events')
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('5')
})
