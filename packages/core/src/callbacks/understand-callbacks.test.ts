import { describe, expect, it } from 'vitest'
import type { HeldCallback } from '../ports/callback-records.ts'
import type { ChannelWebhook, KeptCallback, MessagePart } from '../ports/webhook.ts'
import { type Understood, understandCallbacks, type WaitingCallbacks } from './understand-callbacks.ts'

const minuteMs = 60_000
const start = new Date('2026-11-02T08:00:00Z')
const minute = (count: number) => new Date(start.getTime() + count * minuteMs)
const bytes = (text: string) => new TextEncoder().encode(text)
const textOf = (raw: unknown) => new TextDecoder().decode(raw as Uint8Array)

/** Its callbacks are texts: `group index/total text` is a part, `!` cannot be read, anything else is a message. */
const webhook: ChannelWebhook = {
  verify: () => {
    throw new Error('not asked here')
  },
  read(callback) {
    const text = textOf(callback.content)
    if (text.startsWith('!')) throw new Error('no')
    const part = /^(\w+) (\d+)\/(\d+) /.exec(text)
    const message = {
      locator: callback.callbackId,
      raw: callback.content,
      receivedAt: start,
      isHistory: false,
    }
    if (part === null) return { messages: [message], outcomes: [] }
    const [, group = '', index, total] = part
    return { messages: [], outcomes: [], part: { group, index: Number(index), total: Number(total) } }
  },
  join(parts, total) {
    const text = parts.map(({ content }) => textOf(content).split(' ')[2]).join('')
    if (text.includes('?')) throw new Error('cannot be joined')
    const raw = bytes(`${parts.length}/${total} ${text}`)
    return { locator: parts[0]?.callbackId ?? '', raw, receivedAt: start, isHistory: false }
  },
}

let ids = 0
function callback(text: string, at = start): KeptCallback {
  ids += 1
  return { callbackId: `c${ids}`, content: bytes(text), contentType: 'text/plain', receivedAt: at }
}

function heldOf(one: KeptCallback): HeldCallback {
  const part = webhook.read(one).part as MessagePart
  return { ...one, part }
}

const understand = (waiting: Partial<WaitingCallbacks>): Understood =>
  understandCallbacks(webhook, { ...{ pending: [], held: [], areAll: true, now: start }, ...waiting })

const messagesIn = ({ units }: Understood) =>
  units.flatMap(({ messages }) => messages.map(({ raw }) => textOf(raw)))

describe('callbacks are understood', () => {
  it('as messages in the order of arrival, and what cannot be read as its bytes', () => {
    const pending = ['one', '!broken', 'two'].map((text) => callback(text))
    const understood = understand({ pending })
    expect(messagesIn(understood)).toEqual(['one', '!broken', 'two'])
    expect(understood.units.map(({ callbacks }) => callbacks)).toEqual(pending.map((one) => [one]))
  })

  it('as one message when all of its parts are there, in whatever order they came', () => {
    const texts = ['g 1/3 a', 'g 2/3 b', 'g 3/3 c']
    const orders = texts.flatMap((first) =>
      texts
        .filter((other) => other !== first)
        .map((second) => [first, second, ...texts.filter((other) => other !== first && other !== second)]),
    )
    expect(orders.length).toBe(6)
    for (const order of orders) {
      const pending = order.map((text) => callback(text))
      const [one, ...others] = pending
      expect(messagesIn(understand({ pending }))).toEqual(['3/3 abc'])
      expect(messagesIn(understand({ held: one ? [heldOf(one)] : [], pending: others }))).toEqual(['3/3 abc'])
    }
  })

  it('later, when parts are missing: only those that begin to wait are held', () => {
    const [first, second] = [callback('g 1/3 a'), callback('g 3/3 c')]
    expect(understand({ pending: [first] })).toEqual({
      units: [],
      held: [{ callbackId: first.callbackId, part: { group: 'g', index: 1, total: 3 } }],
    })
    const { units, held } = understand({ held: [heldOf(first)], pending: [second] })
    expect([units, held.map(({ callbackId }) => callbackId)]).toEqual([[], [second.callbackId]])
    expect(understand({ held: [heldOf(first), heldOf(second)] })).toEqual({ units: [], held: [] })
  })

  it('as what is there after fifteen minutes, unless more is pending', () => {
    const held = [heldOf(callback('g 1/3 a')), heldOf(callback('g 3/3 c', minute(14)))]
    expect(messagesIn(understand({ held, now: minute(14) }))).toEqual([])
    expect(messagesIn(understand({ held, now: minute(15), areAll: false }))).toEqual([])
    expect(messagesIn(understand({ held, now: minute(15) }))).toEqual(['2/3 ac'])
  })

  it('with a part that came twice counted once, also under another id', () => {
    const pending = ['g 1/2 a', 'g 1/2 a', 'g 2/2 b'].map((text) => callback(text))
    const understood = understand({ pending })
    expect(messagesIn(understood)).toEqual(['2/2 ab'])
    expect(understood.units.flatMap(({ callbacks }) => callbacks).length).toBe(3)
    expect(understood.held).toEqual([])
  })

  it('as two messages when a number of a group begins anew before the first is complete', () => {
    const pending = ['g 1/2 a', 'g 1/2 x', 'g 2/2 b', 'g 2/2 y'].map((text) => callback(text))
    expect(messagesIn(understand({ pending }))).toEqual(['2/2 ab', '2/2 xy'])
  })

  it('apart when parts are more than six hours apart or of another total', () => {
    const held = [heldOf(callback('g 1/2 a'))]
    expect(messagesIn(understand({ held, pending: [callback('g 2/3 b', minute(1))] }))).toEqual([])
    const late = understand({ held, pending: [callback('g 2/2 b', minute(361))], now: minute(361) })
    expect(messagesIn(late)).toEqual(['1/2 a'])
    expect(late.held.length).toBe(1)
    expect(messagesIn(understand({ held, pending: [callback('g 2/2 b', minute(360))] }))).toEqual(['2/2 ab'])
  })

  it.each(['g 0/2 a', 'g 3/2 a', 'g 1/256 a'])('as its bytes when it says of itself: %s', (text) => {
    const understood = understand({ pending: [callback(text)] })
    expect([messagesIn(understood), understood.held]).toEqual([[text], []])
  })

  it('part by part when they cannot be joined', () => {
    const pending = ['g 1/2 ?', 'g 2/2 b'].map((text) => callback(text))
    expect(messagesIn(understand({ pending }))).toEqual(['g 1/2 ?', 'g 2/2 b'])
  })
})
