import { describe, expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import type { Attachment, Message } from '../model/message.ts'
import type { FetchedFile } from '../ports/channel.ts'
import { type FakeChannel, fakeChannel } from '../testing/fake-channel.ts'
import { type IntakeDesk, openIntakeDesk } from '../testing/intake-desk.ts'
import { parsedMessage } from '../testing/parsed-message.ts'
import { startWorker } from '../worker.ts'
import { fetchFiles } from './fetch-files.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
const hourMs = 3_600_000
const picture: Attachment = {
  ...{ name: '', contentType: 'image/jpeg', size: 0, contentId: null, inline: false },
  fetched: { state: 'waiting', blobKey: null, error: null },
}
const paper: Attachment = { ...picture, name: 'paper.pdf', contentType: 'application/pdf' }
const included: Attachment = {
  name: 'a.txt',
  contentType: 'text/plain',
  size: 1,
  contentId: null,
  inline: false,
}

type Fetch = NonNullable<FakeChannel['fetchAttachment']>

async function* chunks(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}
const file = (facts: Partial<FetchedFile> = {}): FetchedFile => ({
  ...{ contentType: 'image/jpeg; charset=x', name: null, bytes: chunks(png) },
  ...facts,
})
const later = new GuichetError('throttled', 'the server asks us to come back later (503)', { retry: 'later' })
const never = new GuichetError('not-found', 'the server does not have the file any more (404)')

interface FetchDesk extends IntakeDesk {
  readonly id: string
  message(): Promise<Message>
  states(): Promise<readonly (string | undefined)[]>
  run(): Promise<void>
  bytes(index: number): Promise<Buffer>
}

async function openFetchDesk(
  fetchAttachment: Fetch,
  attachments: readonly Attachment[] = [picture],
): Promise<FetchDesk> {
  const desk = await openIntakeDesk({ ...fakeChannel(), fetchAttachment })
  const sentAt = desk.clock.now()
  await desk.accept({ messages: [desk.received(parsedMessage({ attachments, sentAt }))] })
  const [conversation] = await desk.conversations()
  const id = conversation?.lastMessageId ?? ''
  const message = () => desk.inbox.messages.get(id)
  const job = { queue: 'fetch', tenant: 'acme', subject: id, attempt: 1 } as const
  return {
    ...{ ...desk, id, message },
    states: async () => (await message()).attachments.map(({ fetched }) => fetched?.state),
    run: () => fetchFiles(desk.ctx, { ...job, signal: new AbortController().signal }),
    async bytes(index) {
      const parts: Uint8Array[] = []
      for await (const part of (await desk.inbox.messages.attachment(id, index)).bytes) parts.push(part)
      return Buffer.concat(parts)
    },
  }
}

/** A promise and the moment that it is waited for. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

describe('a file that a provider keeps', () => {
  it('is stored with the type that its bytes have and a name that opens', async () => {
    const desk = await openFetchDesk(async () => file(), [included, picture])
    await desk.news()
    await desk.run()
    expect((await desk.message()).attachments[1]).toMatchObject({
      ...{ name: 'attachment.png', contentType: 'image/png', size: png.length },
      fetched: { state: 'stored', error: null },
    })
    expect(await desk.bytes(1)).toEqual(png)
    expect(await desk.news()).toMatchObject([
      { type: 'message.changed', messageId: desk.id, data: { attachment: 1, fetched: 'stored' } },
    ])
  })

  it.each([
    ['paper.pdf', paper, null],
    ['été.bin', picture, '../été.bin'],
    ['a_b.png', picture, 'x\\a:b'],
  ])('is called %s', async (name, attachment, given) => {
    const desk = await openFetchDesk(async () => file({ name: given }), [attachment])
    await desk.run()
    expect((await desk.message()).attachments[0]?.name).toBe(name)
  })

  it('is asked for by its place in the message, with the message as it came', async () => {
    const asked: number[] = []
    const desk = await openFetchDesk(
      async (_connection, raw, index) => {
        expect(Buffer.from(raw.bytes ?? []).toString()).toContain('paper.pdf')
        asked.push(index)
        return file()
      },
      [picture, included, paper],
    )
    await desk.run()
    await desk.run()
    expect(asked).toEqual([0, 2])
  })

  it('is served once it is there, and until then refused with the reason', async () => {
    const desk = await openFetchDesk(async () => Promise.reject(never))
    await expect(desk.bytes(0)).rejects.toMatchObject({ code: 'conflict', retry: 'later' })
    await desk.run()
    await expect(desk.bytes(0)).rejects.toMatchObject({
      ...{ code: 'conflict', retry: 'never' },
      message:
        'the file could not be fetched from its provider: the server does not have the file any more (404)',
    })
    await expect(desk.bytes(1)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('that is larger than allowed fails, and nothing of it is kept', async () => {
    const large = { bytes: chunks(png, Buffer.alloc(600), Buffer.alloc(600)) }
    const desk = await openFetchDesk(async () => file(large))
    Object.assign(desk.ctx, { maxFetchedFileBytes: 1000 })
    await desk.run()
    expect(await desk.states()).toEqual(['failed'])
  })

  it('costs the other files of its message nothing', async () => {
    const desk = await openFetchDesk(
      async (_connection, _raw, index) => {
        if (index === 1) return file()
        throw index === 0 ? never : later
      },
      [picture, picture, picture],
    )
    await desk.run()
    expect(await desk.states()).toEqual(['failed', 'stored', 'waiting'])
  })

  it('is fetched by a worker without being asked', async () => {
    const desk = await openFetchDesk(async () => file())
    const worker = startWorker({ ...desk.ctx, onMessage: null, tenant: () => desk.inbox })
    await desk.clock.advance(1000)
    await worker.stop()
    expect(await desk.states()).toEqual(['stored'])
  })
})

describe('a provider that is away', () => {
  it('is asked again, ever more rarely, for 40 hours', async () => {
    const asked: number[] = []
    const desk = await openFetchDesk(async () => {
      asked.push(desk.clock.now().getTime())
      throw later
    })
    const start = desk.clock.now().getTime()
    const worker = startWorker({ ...desk.ctx, onMessage: null, tenant: () => desk.inbox })
    for (let hour = 0; hour < 45; hour += 1) await desk.clock.advance(hourMs)
    await worker.stop()
    expect(asked.length).toBeGreaterThan(15)
    expect(asked.length).toBeLessThan(60)
    expect(Math.max(...asked) - start).toBeGreaterThan(39 * hourMs)
    expect((await desk.message()).attachments[0]?.fetched).toEqual({
      ...{ state: 'failed', blobKey: null },
      error: 'the server asks us to come back later (503); it was tried for 40 hours',
    })
  })

  it('that never answers is left after two minutes, also when its channel does not notice', async () => {
    const hanging: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }),
    }
    for (const hang of [() => new Promise<never>(() => undefined), async () => file({ bytes: hanging })]) {
      const desk = await openFetchDesk(hang)
      const run = desk.run()
      await desk.clock.advance(119_000)
      expect(await desk.states()).toEqual(['waiting'])
      await desk.clock.advance(1000)
      await run
      expect(await desk.states()).toEqual(['waiting'])
    }
  })

  it('whose channel breaks in an unforeseen way is asked again', async () => {
    let tries = 0
    const desk = await openFetchDesk(async () => {
      tries += 1
      if (tries === 1) throw new TypeError('a bug')
      return file()
    })
    const worker = startWorker({ ...desk.ctx, onMessage: null, tenant: () => desk.inbox })
    await desk.clock.advance(120_000)
    await worker.stop()
    expect(await desk.states()).toEqual(['stored'])
  })
})

describe('a person', () => {
  it('asks again for a file that failed', async () => {
    let answer: Fetch = () => Promise.reject(never)
    const desk = await openFetchDesk((...asked) => answer(...asked))
    await desk.run()
    await desk.news()
    answer = async () => file()
    const actor = { kind: 'person', id: 'ann' } as const
    const asked = await desk.inbox.messages.fetchAttachment(desk.id, 0, actor)
    expect(asked.attachments[0]?.fetched?.state).toBe('waiting')
    expect(await desk.news()).toMatchObject([{ type: 'message.changed', actor }])
    await desk.run()
    expect(await desk.states()).toEqual(['stored'])
  })

  it('changes nothing about a file that waits or is there', async () => {
    const desk = await openFetchDesk(async () => file())
    expect(await desk.inbox.messages.fetchAttachment(desk.id, 0)).toEqual(await desk.message())
    await desk.run()
    await desk.news()
    expect(await desk.inbox.messages.fetchAttachment(desk.id, 0)).toEqual(await desk.message())
    expect(await desk.news()).toEqual([])
  })

  it('cannot ask for what came with its message', async () => {
    const desk = await openFetchDesk(async () => file(), [included])
    for (const index of [0, 1]) {
      await expect(desk.inbox.messages.fetchAttachment(desk.id, index)).rejects.toMatchObject({
        code: 'not-found',
      })
    }
  })
})

describe('erasing a message', () => {
  const stored = async (desk: FetchDesk) => (await desk.message()).attachments[0]?.fetched?.blobKey ?? ''

  it('erases its fetched files', async () => {
    const desk = await openFetchDesk(async () => file())
    await desk.run()
    const key = await stored(desk)
    await desk.inbox.messages.remove(desk.id)
    await expect(desk.ctx.blobs.open(key)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('while a file is fetched leaves nothing of it', async () => {
    const [asked, answer] = [gate(), gate()]
    const desk = await openFetchDesk(async () => {
      asked.open()
      await answer.opened
      return file()
    })
    const removed: string[] = []
    const { remove } = desk.ctx.blobs
    desk.ctx.blobs.remove = async (keys) => {
      removed.push(...keys)
      return remove(keys)
    }
    const run = desk.run()
    await asked.opened
    await desk.inbox.messages.remove(desk.id)
    answer.open()
    await run
    expect(removed).toHaveLength(2)
    await desk.run()
  })
})

it('a file of an account that was removed fails with the reason', async () => {
  const desk = await openFetchDesk(async () => file())
  await desk.inbox.integrations.remove(desk.integrationId)
  await desk.run()
  expect((await desk.message()).attachments[0]?.fetched?.error).toBe(
    'the account that this file came to was removed',
  )
})
