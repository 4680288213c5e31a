import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForwardInput } from '../../inbox-conversations.ts'
import type { Message } from '../../model/message.ts'
import { fakeChannel } from '../../testing/fake-channel.ts'
import { parsedMessage } from '../../testing/parsed-message.ts'
import { openSendingDesk, type SendingDesk } from '../../testing/sending-desk.ts'

const accounting = { name: 'Compta', address: 'compta@acme.example' }
const file = (name: string, size: number) => ({
  ...{ name, contentType: 'application/pdf', size, contentId: null, inline: false },
})

let desk: SendingDesk
let question: Message
beforeEach(async () => {
  const channel = {
    ...fakeChannel(),
    attachment: async (_raw: unknown, index: number) =>
      (async function* () {
        yield Buffer.from(`%PDF-1.7 file ${index}`)
      })(),
  }
  desk = await openSendingDesk({}, channel)
  const mail = parsedMessage({
    ...{
      mailId: 'f@x',
      subject: 'RE: Facture',
      text: 'Voici la facture.\n\nClaire',
      sentAt: desk.clock.now(),
    },
    attachments: [file('facture.pdf', 15), file('annexe', 15)],
    cc: [{ name: '', address: 'luc@customer.example' }],
  })
  await desk.accept({ messages: [desk.received(mail)] })
  const id = (await desk.conversations()).find(({ subject }) => subject === 'Facture')?.id ?? ''
  const [first] = await desk.messagesOf(id)
  if (first === undefined) throw new Error('no message')
  question = first
})
afterEach(() => desk.stop())

const forward = (input: Partial<ForwardInput> = {}) =>
  desk.inbox.conversations.forward(question.id, { to: [accounting], undoSeconds: 0, ...input }, desk.person)

describe('a message that is passed on', () => {
  it('goes to whom somebody names, below his words, with the lines that say who wrote it', async () => {
    await forward({ text: 'À payer.\n', language: 'fr' })
    await desk.clock.advance(1000)
    const left = desk.channel.sent[0]
    expect(left).toMatchObject({ to: [accounting], cc: [], subject: 'Fwd: Facture', inReplyTo: 'f@x' })
    expect(left?.text).toMatch(
      /^À payer\.\n\n-{10} Message transféré -{9}\nDe : Claire Petit <claire@customer\.example>\nDate : .*2026.* UTC\nObjet : RE: Facture\nÀ : <support@acme\.example>\nCc : <luc@customer\.example>\n\nVoici la facture\.\n\nClaire$/,
    )
    expect(left?.html).toContain('Message transféré')
  })

  it('says so in English unless told, and needs no words of its own', async () => {
    expect((await forward()).text).toMatch(/^-{10} Forwarded message -{9}\nFrom: Claire Petit/)
  })

  it('takes its files along unless told otherwise, and they are readable afterwards', async () => {
    const message = await forward()
    await desk.clock.advance(1000)
    expect(message.attachments).toMatchObject([
      { name: 'facture.pdf', contentType: 'application/pdf', size: 15 },
      { name: 'annexe.pdf', contentType: 'application/pdf' },
    ])
    expect(desk.channel.sent[0]?.attachments?.map(({ name }) => name)).toEqual(['facture.pdf', 'annexe.pdf'])
    await desk.inbox.messages.remove(question.id)
    const { bytes } = await desk.inbox.messages.attachment(message.id, 1)
    expect(Buffer.concat(await Array.fromAsync(bytes)).toString()).toBe('%PDF-1.7 file 1')
  })

  it('leaves its files out when told', async () => {
    expect((await forward({ includeAttachments: false })).attachments).toEqual([])
  })

  it('is no answer: the status stays, and an answer still goes to the customer', async () => {
    const before = await desk.inbox.conversations.get(question.conversationId)
    const message = await forward()
    const after = await desk.inbox.conversations.get(question.conversationId)
    expect([before.status, after.status]).toEqual(['new', 'new'])
    expect(message.threading).toMatchObject({ rule: 'forward', evidence: question.id })
    const answer = await desk.inbox.conversations.reply(question.conversationId, { text: 'Merci' })
    expect(answer).toMatchObject({ to: [{ address: 'claire@customer.example' }], inReplyTo: ['f@x'] })
  })

  it('brings answers of others into the conversation, and those are what an answer then answers', async () => {
    const { mailId } = await forward()
    await desk.clock.advance(1000)
    const payed = parsedMessage({
      ...{ mailId: 'payed@acme', subject: 'Re: Fwd: Facture', from: accounting, sentAt: desk.clock.now() },
      references: [mailId ?? ''],
    })
    await desk.accept({ messages: [desk.received(payed)] })
    const { conversationId } = question
    expect((await desk.messagesOf(conversationId)).map(({ from }) => from?.address)).toContain(
      accounting.address,
    )
    const { recipients } = await desk.inbox.conversations.replyOptions(conversationId)
    expect(recipients?.reply.to).toEqual([accounting])
    const customer = await desk.inbox.conversations.recipients(conversationId, { answers: question.id })
    expect(customer.to).toMatchObject([{ address: 'claire@customer.example' }])
  })

  it('is what an answer answers once a split has taken it from its message', async () => {
    const { id } = await forward()
    const { conversations } = desk.inbox
    const alone = await conversations.split(question.conversationId, { messageIds: [id] })
    const { recipients } = await conversations.replyOptions(alone.id)
    expect(recipients?.reply.to).toEqual([accounting])
  })

  it('is sent once for one key, and refused when the key meant something else', async () => {
    const first = await forward({ text: 'Voir', idempotencyKey: 'k' })
    expect((await forward({ text: 'Voir', idempotencyKey: 'k' })).id).toBe(first.id)
    await expect(forward({ text: 'Autre', idempotencyKey: 'k' })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('needs somebody, and is refused with more than a mail holds', async () => {
    await expect(forward({ to: [] })).rejects.toMatchObject({ field: 'to' })
    const big = parsedMessage({
      mailId: 'b@x',
      subject: 'Gros',
      attachments: [file('a.zip', 26 * 1024 * 1024)],
    })
    await desk.accept({ messages: [desk.received(big)] })
    const id = (await desk.conversations()).find(({ subject }) => subject === 'Gros')?.lastMessageId ?? ''
    await expect(desk.inbox.conversations.forward(id, { to: [accounting] })).rejects.toMatchObject({
      ...{
        field: 'includeAttachments',
        message: expect.stringContaining('26 MB together; a mail holds 25 MB'),
      },
    })
  })
})
