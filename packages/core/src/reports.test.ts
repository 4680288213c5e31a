import { beforeEach, describe, expect, it } from 'vitest'
import type { Message } from './model/message.ts'
import type { ParsedMessage } from './ports/channel.ts'
import { parsedMessage } from './testing/index.ts'
import { type IntakeBench, intakeBench } from './testing/intake-bench.ts'

const claire = { name: 'Claire Petit', address: 'Claire@customer.example' }
const paul = { name: 'Paul', address: 'paul@customer.example' }
const support = { name: 'Support', address: 'support@acme.example' }
const daemon = { name: 'Mail Delivery System', address: 'mailer-daemon@mx.example' }
const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 8, minute))

let bench: IntakeBench
let ourId: string

beforeEach(async () => {
  bench = intakeBench()
  ourId = bench.ctx.mailIds.mint('acme', support.address)
  await bench.take(parsedMessage({ mailId: 'q@x', from: claire, sentAt: at(1) }))
})

/** Our answer to Claire, as queueReply writes it; then the conversation is closed. */
async function answer(changes: Partial<Message> = {}): Promise<Message> {
  const [conversation] = await bench.conversations()
  if (conversation === undefined) throw new Error('there is a conversation to answer')
  const { items } = await bench.read((tx) => tx.messages.list(conversation.id, { cursor: null, limit: 10 }))
  const [question] = items
  if (question === undefined) throw new Error('there is a question to answer')
  const sent: Message = {
    ...question,
    ...{ id: bench.ctx.clock.newId(), direction: 'outbound', mailId: ourId, externalId: `out:${ourId}` },
    ...{ from: support, to: [claire], receivedAt: at(2) },
    ...changes,
  }
  await bench.read(async (tx) => {
    await tx.messages.insert([sent])
    await tx.conversations.update([{ ...conversation, status: 'resolved', lastMessageId: sent.id }])
  })
  return sent
}

interface Failure {
  readonly recipient: string
  readonly action?: string
  readonly status?: string
  readonly original?: string
}

function bounce(mailId: string | null, ...failures: readonly Failure[]): ParsedMessage {
  const fields = failures.map(
    ({ recipient, action = 'failed', status = '5.1.1', original }) =>
      new Map([
        ...(original === undefined ? [] : [['original-recipient', `rfc822; ${original}`] as const]),
        ['final-recipient', `rfc822; ${recipient}`],
        ['action', action],
        ['status', status],
        ['diagnostic-code', `smtp; 550 ${status} says the server`],
      ]),
  )
  const originalHeaders = mailId === null ? null : new Map([['message-id', [`<${mailId}>`]]])
  return parsedMessage({
    ...{ mailId: `bounce-${failures.map(({ recipient, status }) => recipient + status).join()}@mx.example` },
    ...{ from: daemon, to: [support], subject: 'Undelivered Mail Returned to Sender', sentAt: at(3) },
    report: { fields, originalHeaders },
  })
}

describe('a bounce', () => {
  it('joins the conversation of the message it is about, and neither reopens nor renames it', async () => {
    await answer()
    await bench.take(bounce(ourId, { recipient: 'claire@customer.example' }))
    const [conversation, ...others] = await bench.conversations()
    expect(others).toEqual([])
    expect(conversation).toMatchObject({ status: 'resolved', verdict: 'person', contactName: 'Claire Petit' })
    const { items } = await bench.read((tx) =>
      tx.messages.list(conversation?.id ?? '', { cursor: null, limit: 9 }),
    )
    expect(items.at(-1)).toMatchObject({ verdict: 'bounce', threading: { rule: 'report', evidence: ourId } })
  })

  it('stands after the message it is about, although mailboxes count whole seconds', async () => {
    await answer({ receivedAt: new Date(at(3).getTime() + 500) })
    await bench.take(bounce(ourId, { recipient: 'claire@customer.example' }))
    const [conversation] = await bench.conversations()
    const page = { cursor: null, limit: 9 }
    const { items } = await bench.read((tx) => tx.messages.list(conversation?.id ?? '', page))
    expect(items.map(({ direction, verdict }) => [direction, verdict])).toEqual([
      ['inbound', 'person'],
      ['outbound', 'person'],
      ['inbound', 'bounce'],
    ])
    expect(conversation?.lastMessageId).toBe(items.at(-1)?.id)
  })

  it('says on the message what became of it at each recipient, in the words of the server', async () => {
    const { id } = await answer({ to: [claire, paul] })
    await bench.take(
      bounce(
        ourId,
        { recipient: 'claire@customer.example' },
        { recipient: 'paul@customer.example', action: 'delayed', status: '4.4.1' },
      ),
    )
    expect((await bench.message(id))?.arrivals).toMatchObject([
      {
        ...{ recipient: 'claire@customer.example', state: 'bounced', kind: 'hard', status: '5.1.1' },
        ...{ reason: '550 5.1.1 says the server', at: at(3) },
      },
      { recipient: 'paul@customer.example', state: 'delayed', kind: null, status: '4.4.1' },
    ])
  })

  it('marks the address and tells the host', async () => {
    const { id } = await answer()
    const types = await bench.eventTypes(() =>
      bench.take(bounce(ourId, { recipient: 'claire@customer.example' })),
    )
    expect(types).toEqual(['address.changed', 'message.bounced', 'message.received'])
    expect(await bench.marksOf('claire@customer.example')).toMatchObject([
      { mark: 'undeliverable', kind: 'hard', since: at(3), status: '5.1.1', messageId: id },
    ])
  })

  it.each(['5.2.2', '5.7.1', '4.4.1', '5.3.4', '5.4.6'])(
    'with %s does not call the address dead',
    async (status) => {
      await answer()
      await bench.take(bounce(ourId, { recipient: 'claire@customer.example', status }))
      expect(await bench.marksOf('claire@customer.example')).toMatchObject([{ kind: 'soft' }])
    },
  )

  it('is matched by the address we wrote to when the report names one behind it', async () => {
    const { id } = await answer({ to: [claire, paul] })
    const behind = { recipient: 'inbox@isp.example', original: 'claire@customer.example' }
    await bench.take(bounce(ourId, behind))
    expect((await bench.message(id))?.arrivals).toMatchObject([{ recipient: 'claire@customer.example' }])
    expect(await bench.marksOf('claire@customer.example')).toHaveLength(1)
  })

  it('from behind a forwarding is told of the only recipient, without marking anybody', async () => {
    const { id } = await answer()
    await bench.take(bounce(ourId, { recipient: 'inbox@isp.example' }))
    expect((await bench.message(id))?.arrivals).toMatchObject([{ recipient: 'claire@customer.example' }])
    expect([
      await bench.marksOf('claire@customer.example'),
      await bench.marksOf('inbox@isp.example'),
    ]).toEqual([[], []])
  })

  it.each<[string, Partial<ParsedMessage>]>([
    ['in its references', { references: ['q@x', 'OURS'] }],
    ['in its text', { text: 'Could not deliver\n\nMessage-Id: <OURS>\n' }],
    [
      'in the envelope id',
      { report: { fields: [new Map([['original-envelope-id', 'OURS']])], originalHeaders: null } },
    ],
    [
      'in our own header, where a relay replaced the Message-ID',
      {
        report: {
          fields: [],
          originalHeaders: new Map([
            ['message-id', ['<0100-ses@email.amazonses.com>']],
            ['x-guichet-message-id', ['<OURS>']],
          ]),
        },
      },
    ],
  ])('finds its message by an id %s', async (_where, changes) => {
    const { id } = await answer()
    const report = bounce(null, { recipient: 'claire@customer.example' })
    const named = { ...report, ...filled(changes) }
    const fields = [...(named.report?.fields ?? []), ...(report.report?.fields ?? [])]
    await bench.take({ ...named, report: { originalHeaders: null, ...named.report, fields } })
    expect((await bench.message(id))?.arrivals).toMatchObject([{ state: 'bounced' }])
  })

  it('that names no message of ours acts on nothing and stands alone', async () => {
    const { id } = await answer()
    for (const forged of [
      null,
      'guessed@acme.example',
      `${'0'.repeat(32)}.${'0'.repeat(20)}@acme.example`,
      'q@x',
    ])
      await bench.take(
        bounce(forged, { recipient: 'claire@customer.example', status: `5.1.${(forged ?? '').length}` }),
      )
    expect((await bench.message(id))?.arrivals).toBeUndefined()
    expect(await bench.marksOf('claire@customer.example')).toEqual([])
    expect((await bench.conversations()).map(({ messageCount }) => messageCount).sort()).toEqual([
      1, 1, 1, 1, 1,
    ])
  })

  it('blames only people the message was sent to', async () => {
    await answer({ to: [claire, paul] })
    await bench.take(bounce(ourId, { recipient: 'boss@acme.example' }))
    expect(await bench.marksOf('boss@acme.example')).toEqual([])
  })

  it('of history is kept with its message, and marks and announces nothing', async () => {
    const { id } = await answer()
    const types = await bench.eventTypes(() =>
      bench.take(bounce(ourId, { recipient: 'claire@customer.example' }), true),
    )
    expect(types).toEqual([])
    expect((await bench.message(id))?.arrivals).toHaveLength(1)
    expect(await bench.marksOf('claire@customer.example')).toEqual([])
  })

  it('is forgotten when its address writes again, unless that mail is older than we are', async () => {
    await answer()
    await bench.take(bounce(ourId, { recipient: 'claire@customer.example' }))
    await bench.take(parsedMessage({ mailId: 'old@x', from: claire }), true)
    expect(await bench.marksOf('claire@customer.example')).toHaveLength(1)
    const types = await bench.eventTypes(() => bench.take(parsedMessage({ mailId: 'new@x', from: claire })))
    expect(types).toEqual(['address.changed', 'message.received'])
    expect(await bench.marksOf('claire@customer.example')).toEqual([])
  })
})

describe('other reports', () => {
  const complaint = () =>
    parsedMessage({
      ...{ mailId: 'arf@isp.example', from: { name: '', address: 'feedback@isp.example' } },
      report: {
        fields: [new Map([['feedback-type', 'abuse']])],
        originalHeaders: new Map([['message-id', [`<${ourId}>`]]]),
      },
    })

  it('a complaint marks its sender even where the address was blacked out, and writing does not clear it', async () => {
    const { id } = await answer()
    await bench.take(complaint())
    expect((await bench.message(id))?.arrivals).toMatchObject([{ state: 'complained' }])
    expect(await bench.marksOf('claire@customer.example')).toMatchObject([{ mark: 'complained' }])
    await bench.take(parsedMessage({ mailId: 'new@x', from: claire }))
    expect(await bench.marksOf('claire@customer.example')).toHaveLength(1)
  })

  it('a complaint about a message to several blames nobody it does not name', async () => {
    const { id } = await answer({ to: [claire, paul] })
    await bench.take(complaint())
    expect((await bench.message(id))?.arrivals).toBeUndefined()
    expect((await bench.conversations())[0]).toMatchObject({ messageCount: 2 })
  })

  it.each([
    ['displayed', 'read'],
    ['deleted', 'delivered'],
  ])('a receipt that says %s means %s', async (type, state) => {
    const { id } = await answer()
    const fields = new Map([
      ['final-recipient', 'rfc822; claire@customer.example'],
      ['original-message-id', `<${ourId}>`],
      ['disposition', `manual-action/MDN-sent-manually; ${type}`],
    ])
    await bench.take(
      parsedMessage({ mailId: 'mdn@x', from: claire, report: { fields: [fields], originalHeaders: null } }),
    )
    expect((await bench.message(id))?.arrivals).toMatchObject([
      { state, recipient: 'claire@customer.example' },
    ])
    expect((await bench.conversations()).map(({ status }) => status)).toEqual(['resolved'])
  })

  it('a delivery after a delay is the last word, and takes the mark away', async () => {
    const { id } = await answer()
    await bench.take(
      bounce(ourId, { recipient: 'claire@customer.example', action: 'delayed', status: '4.4.1' }),
    )
    expect(await bench.marksOf('claire@customer.example')).toEqual([])
    await bench.take(
      bounce(ourId, { recipient: 'claire@customer.example', action: 'delivered', status: '2.0.0' }),
    )
    expect((await bench.message(id))?.arrivals).toMatchObject([{ state: 'delivered' }])
  })
})

/** `OURS` stands for the id of our answer, which the tests do not know when they are declared. */
function filled(changes: Partial<ParsedMessage>): Partial<ParsedMessage> {
  const put = (text: string) => text.replaceAll('OURS', ourId)
  const { references, text, report } = changes
  return {
    ...(references && { references: references.map(put) }),
    ...(text && { text: put(text) }),
    ...(report && {
      report: {
        fields: report.fields.map((block) => new Map([...block].map(([name, value]) => [name, put(value)]))),
        originalHeaders:
          report.originalHeaders &&
          new Map([...report.originalHeaders].map(([name, values]) => [name, values.map(put)])),
      },
    }),
  }
}
