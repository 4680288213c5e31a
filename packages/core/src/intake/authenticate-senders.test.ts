import { describe, expect, it } from 'vitest'
import type { Authentication, AuthenticationVerdict, UnprovenSenders } from '../model/authentication.ts'
import { accept } from '../pipeline.ts'
import type { ParsedMessage, ReceivedMessage } from '../ports/channel.ts'
import { fakeChannel, parsedMessage } from '../testing/index.ts'
import { type IntakeDesk, openIntakeDesk } from '../testing/intake-desk.ts'

const claire = { name: 'Claire Petit', address: 'claire@customer.example' }
const question = parsedMessage({ mailId: 'q@x', from: claire })

function found(verdict: AuthenticationVerdict): Authentication {
  return { verdict, evidence: [`dmarc=${verdict}`], domain: 'customer.example', warnings: [] }
}

async function openDesk(authenticate: () => Promise<Authentication>): Promise<IntakeDesk> {
  return openIntakeDesk({ ...fakeChannel(), authenticate })
}

interface Attempt {
  readonly verdict: AuthenticationVerdict
  readonly references: 'his question' | 'our answer'
  readonly facts?: Partial<ReceivedMessage>
  readonly unprovenSenders?: UnprovenSenders
}

/** Whether a mail with Claire's address joins the conversation that Claire, proven, began. */
async function joins({
  verdict,
  references,
  facts,
  unprovenSenders = 'separate',
}: Attempt): Promise<boolean> {
  let next: AuthenticationVerdict = 'pass'
  const desk = await openDesk(async () => found(next))
  await desk.accept({ messages: [desk.received(question)] })
  const [conversation] = await desk.conversations()
  const id = conversation?.id ?? ''
  const ours = await desk.inbox.conversations.reply(id, { text: 'Oui' })
  next = verdict
  const reference = references === 'our answer' ? (ours.mailId ?? '') : 'q@x'
  const mail = parsedMessage({
    ...{ mailId: 'r@x', from: claire, subject: 'Re: Commande 12', text: 'Et?', references: [reference] },
  })
  await accept({ ...desk.ctx, unprovenSenders }, { messages: [desk.received(mail, facts)], cursor: null })
  return (await desk.messagesOf(id)).some(({ mailId }) => mailId === 'r@x')
}

describe('who may join a private conversation by his address', () => {
  it.each<[AuthenticationVerdict, Attempt['references'], boolean]>([
    ['pass', 'his question', true],
    ['pass', 'our answer', true],
    ['unknown', 'his question', false],
    ['unknown', 'our answer', true],
    ['fail', 'his question', false],
    ['fail', 'our answer', false],
    ['unchecked', 'his question', true],
  ])('%s, with the id of %s: %s', async (verdict, references, expected) => {
    expect(await joins({ verdict, references })).toBe(expected)
  })

  it('keeps history together, whose senders nobody can check any more, unless they are forged', async () => {
    const attempt = { references: 'his question', facts: { isHistory: true } } as const
    expect(await joins({ ...attempt, verdict: 'unknown' })).toBe(true)
    expect(await joins({ ...attempt, verdict: 'fail' })).toBe(false)
  })

  it('lets unproven senders join where the host accepts that, and forged ones never', async () => {
    const attempt = { references: 'his question', unprovenSenders: 'join' } as const
    expect(await joins({ ...attempt, verdict: 'unknown' })).toBe(true)
    expect(await joins({ ...attempt, verdict: 'fail' })).toBe(false)
  })
})

describe('the check of a sender', () => {
  it('is stored with its evidence and with what may mislead', async () => {
    const desk = await openDesk(async () => found('pass'))
    const from = { name: 'ceo@bank.example', address: 'claire@customer.example' }
    await desk.accept({ messages: [desk.received(parsedMessage({ mailId: 'm@x', from }))] })
    const [conversation] = await desk.conversations()
    const [message] = await desk.messagesOf(conversation?.id ?? '')
    expect(message?.authentication).toEqual({
      ...found('pass'),
      warnings: [{ kind: 'name-shows-address', value: 'ceo@bank.example' }],
    })
  })

  it('never costs a mail, even when it breaks', async () => {
    const desk = await openDesk(() => Promise.reject(new Error('broken')))
    expect(await desk.accept({ messages: [desk.received(question)] })).toMatchObject({ stored: 1 })
    const [conversation] = await desk.conversations()
    const [message] = await desk.messagesOf(conversation?.id ?? '')
    expect(message?.authentication.verdict).toBe('unknown')
  })

  it('is not asked about what we sent ourselves', async () => {
    const desk = await openDesk(() => Promise.reject(new Error('asked')))
    const sent: ParsedMessage = parsedMessage({ mailId: 's@x', from: desk.support, to: [claire] })
    await desk.accept({ messages: [desk.received(sent, { sentByUs: true })] })
    const [conversation] = await desk.conversations()
    const [message] = await desk.messagesOf(conversation?.id ?? '')
    expect(message?.authentication.verdict).toBe('unchecked')
  })

  it('keeps few waiting at once, before the transaction begins', async () => {
    let waiting = 0
    let most = 0
    const desk = await openDesk(async () => {
      most = Math.max(most, ++waiting)
      await Promise.resolve()
      waiting--
      return found('pass')
    })
    const mails = Array.from({ length: 50 }, (_, index) => parsedMessage({ mailId: `${index}@x` }))
    await desk.accept({ messages: mails.map((mail) => desk.received(mail)) })
    expect(most).toBeLessThanOrEqual(8)
  })
})
