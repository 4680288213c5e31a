import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { discardUpload } from '../sending/writing/discard-uploads.ts'
import { openSendingDesk, type SendingDesk } from '../testing/sending-desk.ts'

const hourMs = 3_600_000
const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj')

let desk: SendingDesk
beforeEach(async () => {
  desk = await openSendingDesk()
})
afterEach(() => desk.stop())

async function* chunks(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}
const upload = (name = 'devis.pdf', bytes: Uint8Array = pdf, contentType = 'text/plain') =>
  desk.inbox.uploads.create({ name, contentType, bytes: chunks(bytes) })
const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024, 'a')
const reply = (attachments: readonly string[], text = 'Voici') =>
  desk.reply({ text, attachments, undoSeconds: 0 })

async function readable(messageId: string, index = 0): Promise<string | null> {
  try {
    const { bytes } = await desk.inbox.messages.attachment(messageId, index)
    return Buffer.concat(await Array.fromAsync(bytes)).toString()
  } catch {
    return null
  }
}

describe('a file that is attached', () => {
  it('is what its first bytes say, with a name that opens', async () => {
    expect(await upload('../a/devis')).toMatchObject({
      name: 'devis.pdf',
      contentType: 'application/pdf',
      size: pdf.length,
    })
    expect(await upload('notes.txt', Buffer.from('bonjour'))).toMatchObject({ contentType: 'text/plain' })
    expect(await upload('x.y', Buffer.from('?'), 'no type\r\nX: y')).toMatchObject({
      contentType: 'application/octet-stream',
    })
  })

  it('leaves with the answer, and stands in the thread', async () => {
    const { id } = await upload()
    const message = await reply([id])
    await desk.clock.advance(1000)
    const [sent] = desk.channel.sent[0]?.attachments ?? []
    expect(sent).toMatchObject({ name: 'devis.pdf', contentType: 'application/pdf' })
    expect(Buffer.concat(await Array.fromAsync(sent?.open() ?? chunks()))).toEqual(pdf)
    const [shown] = (await desk.inbox.messages.get(message.id)).attachments
    expect(shown).toMatchObject({ name: 'devis.pdf', size: pdf.length, uploaded: { id } })
    expect(await readable(message.id)).toBe(pdf.toString())
  })

  it.each([
    ['a program', 'fun.pdf', Buffer.from('MZ\x90\0'), /fun.pdf is a program/],
    ['nothing', 'empty.txt', Buffer.alloc(0), /empty.txt is empty/],
    [
      'more than a mail holds',
      'film.mov',
      megabytes(26),
      /film.mov is too large, as a mail holds 25 MB: send a link/,
    ],
  ])('is refused where it is %s', async (_, name, bytes, sentence) => {
    await expect(upload(name, bytes)).rejects.toMatchObject({
      ...{ code: 'invalid-input', field: 'attachments', message: expect.stringMatching(sentence) },
    })
  })

  it('is refused together with others beyond 25 MB before anything is queued, and stays attachable', async () => {
    const big = [await upload('a.bin', megabytes(13)), await upload('b.bin', megabytes(13))]
    const ids = big.map(({ id }) => id)
    await expect(reply(ids)).rejects.toMatchObject({
      ...{ field: 'attachments', message: expect.stringContaining('26 MB together; a mail holds 25 MB') },
    })
    expect(await desk.messagesOf(desk.conversationId)).toHaveLength(1)
    expect((await reply(ids.slice(1))).attachments).toHaveLength(1)
  })

  it('needs no words', async () => {
    await expect(reply([], ' ')).rejects.toMatchObject({ field: 'text' })
    const { attachments, text } = await reply([(await upload()).id], '')
    expect([attachments.length, text]).toEqual([1, ''])
  })

  it('goes with one message only, and with none when it is unknown', async () => {
    const { id } = await upload()
    await reply([id])
    await expect(reply([id])).rejects.toMatchObject({ field: 'attachments' })
    await expect(reply(['00000000-0000-7000-8000-00000000beef'])).rejects.toMatchObject({
      field: 'attachments',
    })
  })

  it('can be attached again after its answer was taken back', async () => {
    const { id } = await upload()
    const first = await desk.reply({ attachments: [id], undoSeconds: 60 })
    await desk.inbox.conversations.cancelReply(first.id, desk.person)
    const second = await reply([id])
    await desk.inbox.messages.remove(first.id)
    expect(await readable(second.id)).toBe(pdf.toString())
  })

  it('is erased with its message', async () => {
    const message = await reply([(await upload()).id])
    await desk.clock.advance(1000)
    const key = (await desk.inbox.messages.get(message.id)).attachments[0]?.uploaded?.blobKey ?? ''
    await desk.inbox.messages.remove(message.id)
    await expect(Array.fromAsync(desk.ctx.blobs.open(key))).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a file that no message takes', () => {
  it('is gone after a day, and one that was taken is not', async () => {
    const stop = await desk.storage.jobs.work('discard', { concurrency: 1 }, (job) =>
      discardUpload(desk.ctx, job).then(() => undefined),
    )
    const [taken, left] = [await upload(), await upload()]
    const message = await reply([taken.id])
    await desk.clock.advance(23 * hourMs)
    expect(await desk.read(async (tx) => (await tx.uploads.take([left.id], 'm')).length)).toBe(1)
    await desk.read((tx) => tx.uploads.release('m'))
    await desk.clock.advance(2 * hourMs)
    await expect(reply([left.id])).rejects.toMatchObject({ field: 'attachments' })
    expect(await readable(message.id)).toBe(pdf.toString())
    await stop()
  })

  it('is gone at once when somebody takes it back', async () => {
    const { id } = await upload()
    await desk.inbox.uploads.remove(id)
    await expect(desk.inbox.uploads.remove(id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(reply([id])).rejects.toMatchObject({ field: 'attachments' })
  })
})
