import assert from 'node:assert/strict'
import type { Inbox } from '@guichet/core'
import { asking, json } from './ask.ts'

const names = Array.from({ length: 20 }, (_, number) => `Folder ${number}`)

/**
 * A thousand requests to create twenty folders, in any order, fifty at a time, each folder under a key of its own:
 * expects twenty folders and for each the same answer every time.
 */
export async function expectOnceEach(inbox: Inbox): Promise<void> {
  const server = asking(inbox)
  const ask = async (name: string): Promise<readonly [string, string]> => {
    const init = json({ name }, { 'idempotency-key': `key-of-${name.slice(7)}` })
    const response = await server('POST /inbox/folders', init)
    return [name, `${response.status} ${await response.text()}`]
  }
  const answers = new Map(names.map((name) => [name, new Set<string>()]))
  for (const batch of shuffled(50)) {
    for (const [name, answer] of await Promise.all(batch.map(ask))) answers.get(name)?.add(answer)
  }
  const all = [...answers.values()].map((given) => [...given])
  assert.deepEqual(
    all.map((given) => given.length),
    names.map(() => 1),
  )
  for (const answer of all.flat()) assert.match(answer, /^201 \{"id":/)
  const folders = await inbox.tenant('acme').folders.list()
  assert.deepEqual(new Set(folders.filter(({ system }) => !system).map(({ name }) => name)), new Set(names))
}

/** Every name fifty times, in an order that is the same in every run, in batches. */
function shuffled(batchSize: number): readonly (readonly string[])[] {
  let seed = 4
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  const pool = names.flatMap((name) => Array.from({ length: 50 }, () => name))
  const order: string[] = []
  while (pool.length > 0) order.push(...pool.splice(next(pool.length), 1))
  return Array.from({ length: order.length / batchSize }, (_, batch) =>
    order.slice(batch * batchSize, (batch + 1) * batchSize),
  )
}
