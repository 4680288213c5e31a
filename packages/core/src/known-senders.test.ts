import { Readable } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import { clearMarks } from './intake/clear-marks.ts'
import type { FreshMessage } from './intake/dedupe.ts'
import { recogniseSenders } from './intake/recognise-senders.ts'
import { unchecked } from './model/authentication.ts'
import { judge } from './steps/judge.ts'
import { parsedMessage } from './testing/index.ts'
import { type IntakeBench, intakeBench } from './testing/intake-bench.ts'

const paul = { name: 'Paul', address: 'paul@customer.example' }
const support = { name: 'Support', address: 'support@acme.example' }
const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 8, minute))

let bench: IntakeBench
let ourId: string

beforeEach(async () => {
  bench = intakeBench()
  ourId = bench.ctx.mailIds.mint('acme', support.address)
  await bench.take(parsedMessage({ mailId: 'q@x', sentAt: at(1) }))
})

describe('known senders', () => {
  const newsletter = (mailId: string) =>
    parsedMessage({ mailId, from: paul, headers: new Map([['list-unsubscribe', ['<https://x.example>']]]) })
  const verdicts = async () => (await bench.conversations()).map(({ verdict }) => verdict).sort()

  it('we wrote to are never filtered when they write to us', async () => {
    await bench.take(newsletter('n1@x'))
    expect(await verdicts()).toEqual(['bulk', 'person'])
    await bench.read((tx) =>
      tx.addresses.remember([{ address: 'paul@customer.example', cause: 'written', since: at(1) }]),
    )
    await bench.take(newsletter('n2@x'))
    expect(await verdicts()).toEqual(['bulk', 'person', 'person'])
    await bench.take({ ...newsletter('n3@x'), to: [{ name: '', address: 'list@club.example' }] })
    expect(await verdicts()).toEqual(['bulk', 'bulk', 'person', 'person'])
  })

  it('that a person confirmed are never filtered at all, and the evidence says why', async () => {
    await bench.read((tx) =>
      tx.addresses.remember([{ address: 'paul@customer.example', cause: 'confirmed', since: at(1) }]),
    )
    await bench.take({ ...newsletter('n@x'), to: [], sentAt: at(5) })
    const [conversation] = await bench.conversations()
    expect(conversation?.verdict).toBe('person')
    const message = await bench.message(conversation?.lastMessageId ?? '')
    expect(message?.evidence).toEqual([
      'a person said that paul@customer.example is a person',
      'list-unsubscribe: <https://x.example>',
    ])
  })

  it('our own message that comes back through a list is nobody’s, by its id or by our header', async () => {
    await bench.take(parsedMessage({ mailId: ourId, from: support }))
    const headers = new Map([['x-guichet-message-id', [`<${ourId}>`]]])
    await bench.take(parsedMessage({ mailId: 'rewritten@relay.example', from: support, headers }))
    const forged = new Map([['x-guichet-message-id', ['<anything@acme.example>']]])
    await bench.take(parsedMessage({ mailId: 'other@x', from: paul, headers: forged }))
    expect(await verdicts()).toEqual(['notice', 'notice', 'person', 'person'])
  })
})

describe('a known name that somebody else uses', () => {
  const forged = (): FreshMessage => {
    const headers = new Map([['list-unsubscribe', ['<https://x.example>']]])
    const parsed = parsedMessage({ mailId: 'f@x', from: paul, headers })
    const bytes = new Uint8Array(0)
    return {
      ...{ id: bench.ctx.clock.newId(), parsed, parseError: null, judgement: judge(parsed) },
      received: { locator: 'box/1/f', receivedAt: at(1), isHistory: false },
      blob: { key: 'k', size: 0, sha256: '' },
      raw: { size: 0, sha256: '', bytes, open: () => Readable.from([]) },
      authentication: { ...unchecked, verdict: 'fail' },
    }
  }

  it('opens no door, and takes no mark away', async () => {
    const address = 'paul@customer.example'
    await bench.read(async (tx) => {
      await tx.addresses.remember([{ address, cause: 'confirmed', since: at(1) }])
      const facts = {
        address,
        kind: 'hard',
        since: at(1),
        status: '5.1.1',
        reason: '',
        messageId: 'm',
      } as const
      await tx.addresses.mark([{ ...facts, mark: 'undeliverable' }])
      const [message] = await recogniseSenders(tx, bench.ctx, [forged()])
      expect(message?.judgement.verdict).toBe('bulk')
      await clearMarks(tx, bench.ctx, [{ ...forged(), judgement: { verdict: 'person', evidence: [] } }])
    })
    expect(await bench.marksOf(address)).toHaveLength(1)
  })
})
