import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReplyInput } from '../../inbox-conversations.ts'
import { parsedMessage } from '../../testing/parsed-message.ts'
import { openSendingDesk, type SendingDesk } from '../../testing/sending-desk.ts'

const claire = 'claire@customer.example'
const luc = 'luc@customer.example'
const lawyer = 'maitre@avocats.example'
const one = (address: string) => ({ name: '', address })

let desk: SendingDesk
let id: string
beforeEach(async () => {
  desk = await openSendingDesk()
  const mail = parsedMessage({
    ...{ mailId: 'all@x', subject: 'Devis', sentAt: desk.clock.now() },
    to: [desk.support, one(luc)],
    cc: [one(lawyer)],
  })
  await desk.accept({ messages: [desk.received(mail)] })
  id = (await desk.conversations()).find(({ subject }) => subject === 'Devis')?.id ?? ''
})
afterEach(() => desk.stop())

const reply = (input: ReplyInput = {}) =>
  desk.inbox.conversations.reply(id, { text: 'Oui', undoSeconds: 0, ...input }, desk.person)
const addresses = (list: readonly { readonly address: string }[] = []) => list.map(({ address }) => address)

async function sent(input: ReplyInput) {
  const message = await reply(input)
  await desk.clock.advance(1000)
  const left = desk.channel.sent.at(-1)
  return { message, left, lists: [left?.to, left?.cc, left?.bcc].map(addresses) }
}

describe('an answer', () => {
  it('goes to the author, an answer to all to all others as well, and never to us', async () => {
    expect((await sent({})).lists).toEqual([[claire], [], []])
    const all = await sent({ mode: 'reply-all', answers: (await desk.messagesOf(id))[0]?.id ?? '' })
    expect(all.lists).toEqual([[claire], [luc, lawyer], []])
    expect(addresses(all.message.cc)).toEqual([luc, lawyer])
  })

  it('goes to whom a person names instead, each once, and is kept with the message', async () => {
    const cc = [one(lawyer), { address: 'LUC@customer.example', name: 'Luc' }]
    const { lists, message } = await sent({
      to: [one(luc)],
      cc,
      bcc: [one('boss@acme.example'), one(lawyer)],
    })
    expect(lists).toEqual([[luc], [lawyer], ['boss@acme.example']])
    expect(await desk.inbox.messages.get(message.id)).toMatchObject({ bcc: [one('boss@acme.example')] })
    expect(
      (await sent({ mode: 'reply-all', cc: [], answers: (await desk.messagesOf(id))[0]?.id ?? '' })).lists,
    ).toEqual([...[[claire], [], []]])
  })

  it('never goes to another mailbox or an alias of ours by itself', async () => {
    const settings = { address: 'support@acme.example', aliases: [luc] }
    const { integrations } = desk.inbox
    await integrations.update(desk.integrationId, { settings })
    const sales = { address: lawyer }
    await integrations.create({ type: 'fake', name: 'Sales', settings: sales, secrets: { password: 'x' } })
    expect((await sent({ mode: 'reply-all' })).lists).toEqual([[claire], [], []])
    expect((await sent({ to: [one(lawyer)] })).lists[0]).toEqual([lawyer])
    await expect(reply({ cc: [one(luc)] })).rejects.toMatchObject({ field: 'cc' })
  })

  it('to our own answer goes to its people again, without the blind copy', async () => {
    await sent({ mode: 'reply-all', bcc: [one('boss@acme.example')] })
    expect((await sent({ mode: 'reply-all' })).lists).toEqual([[claire], [luc, lawyer], []])
  })

  it('of somebody who got a copy, or a blind one, joins the conversation', async () => {
    const { message } = await sent({ bcc: [one('boss@acme.example')], cc: [one(lawyer)] })
    for (const address of ['boss@acme.example', lawyer]) {
      const answer = parsedMessage({
        ...{ mailId: `re-${address}`, subject: 'Re: Devis', from: one(address), sentAt: desk.clock.now() },
        references: [message.mailId ?? ''],
      })
      await desk.accept({ messages: [desk.received(answer)] })
    }
    expect((await desk.messagesOf(id)).map(({ from }) => from?.address)).toEqual([
      ...[claire, 'support@acme.example', 'boss@acme.example', lawyer],
    ])
  })

  it.each([
    [
      'the mailbox itself',
      [{ address: 'Support+x@acme.example' }],
      /cc: Support\+x@acme.example is the address/,
    ],
    ['a group', [{ address: 'friends: ann@x.example, bob@x.example;' }], /cc must be a mail address/],
    ['two lines', [{ address: 'ann@x.example\r\nBcc: eve@x.example' }], /cc must be one line/],
    ['a name of two lines', [{ address: 'ann@x.example', name: 'A\nBcc: e@x' }], /cc must be one line/],
    ['a long name', [{ address: `${'a'.repeat(300)}@x.example` }], /longer than the 64 bytes/],
    ['nothing', [{ address: '' }], /cc must be a mail address/],
  ])('to %s is refused with the reason, and nothing is queued', async (_, cc, sentence) => {
    await expect(reply({ cc })).rejects.toMatchObject({
      ...{ code: 'invalid-input', field: 'cc', message: expect.stringMatching(sentence) },
    })
    expect(await desk.messagesOf(id)).toHaveLength(1)
  })

  it('to a domain in another script is sent', async () => {
    expect((await sent({ to: [one('ann@société.example')] })).lists[0]).toEqual(['ann@société.example'])
  })

  it('to more than a hundred people is refused', async () => {
    const cc = Array.from({ length: 100 }, (_, index) => one(`a${index}@x.example`))
    await expect(reply({ cc })).rejects.toMatchObject({
      field: 'to',
      message: expect.stringMatching(/101: name fewer/),
    })
  })

  it('to somebody who called a mail of ours spam is refused until a person says otherwise', async () => {
    await desk.read((tx) =>
      tx.addresses.mark([
        {
          ...{ address: lawyer, mark: 'complained', kind: 'hard', since: desk.clock.now() },
          status: null,
          reason: '',
          messageId: id,
        },
      ]),
    )
    expect((await sent({ mode: 'reply-all' })).lists).toEqual([[claire], [luc], []])
    await expect(reply({ cc: [one(lawyer)] })).rejects.toMatchObject({ field: 'cc' })
    await desk.inbox.addresses.clearMarks(lawyer)
    expect((await sent({ cc: [one(lawyer)] })).lists[1]).toEqual([lawyer])
  })

  it('to a message of another conversation is refused', async () => {
    const [other] = await desk.messagesOf(desk.conversationId)
    await expect(reply({ answers: other?.id ?? '' })).rejects.toMatchObject({ field: 'answers' })
  })
})

describe('whoever writes', () => {
  it('is told beforehand who gets it, who does not and why, and who is a stranger', async () => {
    const { recipients } = await desk.inbox.conversations.replyOptions(id)
    expect(recipients?.reply).toEqual({
      ...{ to: [{ name: 'Claire Petit', address: claire }], cc: [], bcc: [], refused: [], warnings: [] },
      dropped: [
        { address: 'support@acme.example', because: 'own' },
        { address: luc, because: 'not-asked' },
        { address: lawyer, because: 'not-asked' },
      ],
    })
    expect(recipients?.replyAll).toMatchObject({
      ...{ cc: [one(luc), one(lawyer)], warnings: [{ address: lawyer, because: 'external' }] },
    })
  })

  it('is told the same about addresses while typing', async () => {
    const asked = await desk.inbox.conversations.recipients(id, {
      cc: [one('no-reply@x.example'), one('support@acme.example'), one('nobody')],
      bcc: [one('boss@acme.example'), { ...one('ann@x.example'), name: 'A\nBcc: e@x' }],
    })
    expect(asked).toMatchObject({
      cc: [one('no-reply@x.example')],
      bcc: [one('boss@acme.example')],
      refused: [
        { field: 'cc', address: 'support@acme.example', because: 'own' },
        { field: 'cc', address: 'nobody', because: 'invalid' },
        { field: 'bcc', address: 'ann@x.example', because: 'invalid' },
      ],
      warnings: [
        { address: 'no-reply@x.example', because: 'external' },
        { address: 'no-reply@x.example', because: 'no-reply' },
      ],
    })
  })

  it('names somebody where nobody reads, and is refused without', async () => {
    const mail = parsedMessage({ mailId: 'n@x', subject: 'Relevé', from: one('no-reply@bank.example') })
    await desk.accept({ messages: [desk.received(mail)] })
    id = (await desk.conversations()).find(({ subject }) => subject === 'Relevé')?.id ?? ''
    expect(await desk.inbox.conversations.replyOptions(id)).toMatchObject({
      canReply: true,
      recipients: { reply: { to: [] } },
    })
    await expect(reply()).rejects.toMatchObject({ message: expect.stringContaining('nobody reads it') })
    expect((await sent({ to: [one('conseiller@bank.example')] })).lists[0]).toEqual([
      'conseiller@bank.example',
    ])
    expect((await sent({ to: [one('no-reply@bank.example')] })).lists[0]).toEqual(['no-reply@bank.example'])
  })
})

describe('an answer that waits', () => {
  const mark = (address: string) => ({
    ...{ address, mark: 'undeliverable' as const, kind: 'hard' as const, since: desk.clock.now() },
    ...{ status: '5.1.1', reason: 'no such user', messageId: 'other' },
  })
  const planned = (input: ReplyInput = {}) =>
    reply({ ...input, sendAt: new Date(desk.clock.now().getTime() + 3_600_000) })

  it('goes to nobody whose address was marked meanwhile, and the message says so', async () => {
    const { id: message } = await planned({ cc: [one(luc)], bcc: [one(lawyer)] })
    await desk.read((tx) => tx.addresses.mark([mark(luc), mark(lawyer)]))
    await desk.clock.advance(2 * 3_600_000)
    const left = desk.channel.sent.at(-1)
    expect([left?.to, left?.cc, left?.bcc].map(addresses)).toEqual([[claire], [], []])
    const { arrivals = [] } = await desk.inbox.messages.get(message)
    expect(arrivals.map(({ recipient, state, reason }) => [recipient, state, reason]).toSorted()).toEqual([
      [luc, 'bounced', 'nothing was sent to it: mail to it came back for good'],
      [lawyer, 'bounced', 'nothing was sent to it: mail to it came back for good'],
    ])
  })

  it('is cancelled where nobody is left, with the reason', async () => {
    const { id: message } = await planned()
    await desk.read((tx) => tx.addresses.mark([mark(claire)]))
    await desk.clock.advance(2 * 3_600_000)
    expect(desk.channel.sent).toEqual([])
    expect((await desk.inbox.messages.get(message)).delivery).toMatchObject({
      ...{ state: 'cancelled', error: expect.stringContaining('nobody is left to send it to: claire@') },
    })
  })
})
