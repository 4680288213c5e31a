import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Conversation } from '../model/conversation.ts'
import type { Message } from '../model/message.ts'
import {
  claire,
  paul,
  type RearrangingDesk,
  rearrangingDesk,
  withoutVersion,
} from '../testing/rearranging-desk.ts'

interface Step {
  readonly kind: 'merge' | 'split' | 'unmerge'
  readonly one: number
  readonly other: number
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('merge' as const, 'split' as const, 'unmerge' as const),
  one: fc.nat(50),
  other: fc.nat(50),
})

interface Run extends RearrangingDesk {
  readonly merges: string[]
}

const live = async ({ bench }: Run): Promise<readonly Conversation[]> =>
  (await bench.conversations()).toSorted((a, b) => a.id.localeCompare(b.id))

async function messages(run: Run): Promise<readonly Message[]> {
  const pages = (await live(run)).map(({ id }) => run.acme.conversations.messages(id, { limit: 200 }))
  return (await Promise.all(pages)).flatMap(({ items }) => items)
}

const places = async (run: Run): Promise<readonly string[]> =>
  (await messages(run)).map(({ id, conversationId }) => `${id} ${conversationId}`).sort()

/** Four conversations of two mails each. */
async function openRun(): Promise<Run> {
  const desk = rearrangingDesk()
  for (const from of [claire, paul, claire, paul]) {
    const { lastMessageId } = await desk.take({ from })
    await desk.take({ from, inReplyTo: [(await desk.bench.message(lastMessageId))?.mailId ?? ''] })
  }
  return { ...desk, merges: [] }
}

const act: Readonly<Record<Step['kind'], (run: Run, step: Step) => Promise<void>>> = {
  async merge(run, { one, other }) {
    const before = await live(run)
    const [id = '', into = ''] = [before[one % before.length]?.id, before[other % before.length]?.id]
    if (id === into) return
    const where = await places(run)
    const { mergeId } = await run.acme.conversations.merge(id, { into })
    await run.acme.conversations.unmerge(mergeId)
    expect((await live(run)).map(withoutVersion)).toEqual(before.map(withoutVersion))
    expect(await places(run)).toEqual(where)
    run.merges.push((await run.acme.conversations.merge(id, { into })).mergeId)
  },
  async split(run, { one, other }) {
    const now = await live(run)
    const id = now[one % now.length]?.id ?? ''
    const { items } = await run.acme.conversations.messages(id, { limit: 200 })
    const messageIds = items.slice(1).filter((_, index) => index % ((other % 3) + 1) === 0)
    if (messageIds.length === 0) return
    await run.acme.conversations.split(id, { messageIds: messageIds.map((message) => message.id) })
  },
  async unmerge(run, { one }) {
    const mergeId = run.merges[one % Math.max(1, run.merges.length)]
    if (mergeId === undefined) return
    const before = await places(run)
    try {
      await run.acme.conversations.unmerge(mergeId)
    } catch (error) {
      // What cannot be taken out any more says so and changes nothing.
      expect(error).toMatchObject({ code: 'conflict' })
      expect(await places(run)).toEqual(before)
    }
  },
}

async function check(run: Run, all: readonly string[], everyId: Set<string>): Promise<void> {
  const [now, placed] = [await live(run), await messages(run)]
  expect(placed.map(({ id }) => id).sort()).toEqual(all)
  for (const { id, messageCount, lastMessageId } of now) {
    const own = placed.filter(({ conversationId }) => conversationId === id)
    expect([messageCount, own.at(-1)?.id]).toEqual([own.length, lastMessageId])
    everyId.add(id)
  }
  const ids = now.map(({ id }) => id)
  for (const id of everyId) expect(ids).toContain((await run.acme.conversations.get(id)).id)
  const counts = (await run.acme.folders.list()).flatMap((folder) => Object.values(folder.counts))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(now.length)
}

it('whatever is merged, split and taken out, every message is in one conversation and every id leads to one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const run = await openRun()
      const all = (await messages(run)).map(({ id }) => id).sort()
      const everyId = new Set<string>()
      await check(run, all, everyId)
      for (const one of steps) {
        await act[one.kind](run, one)
        await check(run, all, everyId)
      }
    }),
    { numRuns: 50 },
  )
}, 60_000)
