import { beforeEach, describe, expect, it } from 'vitest'
import type { ReplyInput } from '../../inbox-conversations.ts'
import type { Message } from '../../model/message.ts'
import { courier } from '../../outbound.ts'
import type { ParsedMessage } from '../../ports/channel.ts'
import { type FakeTexting, fakeTexting } from '../../testing/fake-texting.ts'
import { type IntakeDesk, openTextDesk } from '../../testing/intake-desk.ts'
import { parsedText } from '../../testing/parsed-message.ts'

const claire = '+33612345678'
const template = { name: 'suivi', language: 'fr', parameters: ['Claire', '12'] }
const suivi = { name: 'suivi', language: 'fr', text: 'Bonjour {{1}}, la commande {{2}} est prête.' }
const dayMs = 86_400_000

let desk: IntakeDesk<FakeTexting>
let texts = 0

/** Something that a customer texts now. */
async function arrives(text: string, changes: Partial<ParsedMessage> = {}): Promise<void> {
  texts += 1
  const parsed = parsedText({ externalId: `text:${texts}`, text, ...changes })
  await desk.accept({ messages: [desk.received(parsed, { receivedAt: desk.clock.now() })] })
}

async function reply(input: ReplyInput): Promise<Message> {
  const [conversation] = await desk.conversations()
  return desk.inbox.conversations.reply(conversation?.id ?? '', input)
}

/** Lets the worker have its turn, and returns the message as it is then. */
async function send({ id }: Message): Promise<Message> {
  const job = { queue: 'send' as const, tenant: 'acme', subject: id, attempt: 1 }
  await courier(desk.ctx).carry({ ...job, signal: new AbortController().signal })
  return desk.inbox.messages.get(id)
}

const marks = () => desk.inbox.addresses.marks(claire)

describe('an answer to a text', () => {
  beforeEach(async () => {
    desk = await openTextDesk()
  })

  it('is a text: no subject, no HTML, no Message-ID; the provider is told our id', async () => {
    await arrives('Bonjour')
    const message = await send(await reply({ text: 'Oui ?' }))
    expect(message).toMatchObject({
      ...{ subject: '', mailId: null, externalId: `out:${message.id}`, medium: 'sms', references: [] },
      ...{ to: [{ address: claire }], from: { address: '+33644600000' }, delivery: { state: 'sent' } },
    })
    expect(desk.channel.sent).toEqual([
      expect.objectContaining({ id: message.id, text: 'Oui ?', subject: '', html: '', mailId: null }),
    ])
    expect(desk.channel.sent[0]).not.toHaveProperty('template')
  })

  it('is found by the provider id when the customer quotes it', async () => {
    await arrives('Bonjour')
    const message = await send(await reply({ text: 'Oui ?' }))
    const [link] = await desk.read((tx) => tx.threads.find(desk.integrationId, ['text-1']))
    expect(link).toMatchObject({ conversationId: message.conversationId, isOwn: true, isIssued: true })
  })

  it('goes to the address that wrote last, also after our own answer', async () => {
    const bsuid = 'US.13491208655302741918'
    desk = await openTextDesk({}, fakeTexting({ medium: 'whatsapp' }))
    await arrives('Bonjour')
    await arrives('C’est moi', { from: { name: 'Claire', address: bsuid }, fromAlso: [claire] })
    expect(await desk.conversations()).toHaveLength(1)
    expect((await reply({ text: 'Oui ?' })).to).toEqual([{ name: 'Claire', address: bsuid }])
    expect((await reply({ text: 'Vous êtes là ?' })).to).toEqual([{ name: 'Claire', address: bsuid }])
  })

  it.each(['Ma Banque', '36111', ''])('cannot be given to %j', async (address) => {
    await arrives('Votre code : 1234', { from: { name: '', address } })
    await expect(reply({ text: 'Merci' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/takes answers|no sender who could be answered/),
    })
  })

  it('is one for one key, and another text or template under it is refused', async () => {
    desk = await openTextDesk({ templates: [suivi] })
    await arrives('Bonjour')
    const first = await reply({ template, idempotencyKey: 'k' })
    expect((await reply({ template: { ...template }, idempotencyKey: 'k' })).id).toBe(first.id)
    for (const said of [{ text: first.text }, { template: { ...template, parameters: ['Ada', '12'] } }])
      await expect(reply({ ...said, idempotencyKey: 'k' })).rejects.toMatchObject({ field: 'idempotencyKey' })
  })

  it.each<[string, ReplyInput, string]>([
    ['too long', { text: 'x'.repeat(1601) }, 'text'],
    ['empty', { text: ' ' }, 'text'],
    ['said twice', { text: 'Bonjour', template }, 'text'],
    ['from no template there is', { template }, 'template'],
    ['from a template that is not one', { template: { ...template, name: '' } }, 'template.name'],
  ])('that is %s is refused', async (_what, input, field) => {
    await arrives('Bonjour')
    await expect(reply(input)).rejects.toMatchObject({ code: 'invalid-input', field })
  })
})

describe('within 24 hours', () => {
  beforeEach(async () => {
    desk = await openTextDesk(
      { windowMs: dayMs, templates: [suivi] },
      fakeTexting({ medium: 'whatsapp', type: 'wa' }),
    )
    await arrives('Bonjour')
  })

  it('free texts are sent; after them a template, whose text the message shows', async () => {
    expect(await send(await reply({ text: 'Oui ?' }))).toMatchObject({ delivery: { state: 'sent' } })
    await desk.clock.advance(dayMs)
    await expect(reply({ text: 'Encore là ?' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('choose a template'),
    })
    const message = await send(await reply({ template }))
    expect(message).toMatchObject({
      text: 'Bonjour Claire, la commande 12 est prête.',
      delivery: { state: 'sent' },
    })
    expect(desk.channel.sent[1]).toMatchObject({ template, text: message.text })
  })

  it('what the customer writes opens them again', async () => {
    await desk.clock.advance(dayMs)
    await arrives('Alors ?')
    expect(await send(await reply({ text: 'Oui' }))).toMatchObject({ delivery: { state: 'sent' } })
  })

  it('what was written in time and waited too long is cancelled, with the reason', async () => {
    const message = await reply({ text: 'Oui ?' })
    await desk.clock.advance(dayMs)
    expect(await send(message)).toMatchObject({
      delivery: { state: 'cancelled', error: expect.stringContaining('within 24 h') },
    })
    expect(desk.channel.sent).toEqual([])
  })
})

describe('STOP', () => {
  beforeEach(async () => {
    desk = await openTextDesk()
    await arrives('Bonjour')
    await desk.news()
  })

  it('marks its sender: answers are refused, and cancelled that were on their way', async () => {
    const message = await reply({ text: 'Oui ?' })
    await arrives('Stop !')
    expect(await marks()).toMatchObject([{ mark: 'opted-out', kind: 'hard', reason: 'they wrote: Stop !' }])
    await expect(reply({ text: 'Vraiment ?' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('clear the mark'),
    })
    expect(await send(message)).toMatchObject({ delivery: { state: 'cancelled' } })
    expect(desk.channel.sent).toEqual([])
    const changes = (await desk.news()).filter(({ type }) => type === 'address.changed')
    expect(changes).toMatchObject([{ data: { mark: 'opted-out', kind: 'hard', cleared: false } }])
  })

  it('said twice is news once; START takes it back, and so does a person', async () => {
    await arrives('STOP')
    await arrives('STOP')
    await arrives('START')
    expect(await marks()).toEqual([])
    await arrives('STOP')
    await desk.inbox.addresses.clearMarks(claire)
    expect(await send(await reply({ text: 'Oui' }))).toMatchObject({ delivery: { state: 'sent' } })
    const changes = (await desk.news()).filter(({ type }) => type === 'address.changed')
    expect(changes.map(({ data }) => data.cleared)).toEqual([false, true, false, true])
  })

  it('speaks for every address of its sender', async () => {
    await arrives('STOP', { fromAlso: ['US.13491208655302741918'] })
    const other = await desk.inbox.addresses.marks('us.13491208655302741918')
    expect([...(await marks()), ...other]).toMatchObject([{ mark: 'opted-out' }, { mark: 'opted-out' }])
  })

  it('of the past marks nobody, and neither does one within a sentence or what START says to others', async () => {
    const history = desk.received(parsedText({ externalId: 'old', text: 'STOP' }), { isHistory: true })
    await desk.accept({ messages: [history] })
    await arrives('Stop, attendez !')
    await arrives('START')
    expect(await marks()).toEqual([])
    expect((await desk.news()).filter(({ type }) => type === 'address.changed')).toEqual([])
  })
})
