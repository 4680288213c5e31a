import { expect, it } from 'vitest'
import { together } from './together.ts'

/** Work that ends when it is told, and what it was given. */
function work() {
  const batches: { readonly tenant: string; readonly items: readonly string[]; end(error?: Error): void }[] =
    []
  const ask = together<string, string>(async (tenant, items) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    batches.push({ tenant, items, end: (error) => (error === undefined ? resolve() : reject(error)) })
    await promise
    return items.map((item) => item.toUpperCase())
  })
  return { batches, ask, given: () => batches.map(({ items }) => items.join('')) }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

it('what is asked for at once is done at once; what comes meanwhile is done together afterwards', async () => {
  const { batches, ask, given } = work()
  const first = Promise.all([ask('acme', 'a'), ask('acme', 'b')])
  await turn()
  const second = Promise.all([ask('acme', 'c'), ask('acme', 'd')])
  await turn()
  expect(given()).toEqual(['ab'])
  batches[0]?.end()
  expect(await first).toEqual(['A', 'B'])
  await turn()
  expect(given()).toEqual(['ab', 'cd'])
  batches[1]?.end()
  expect(await second).toEqual(['C', 'D'])
  void ask('acme', 'e')
  await turn()
  expect(given()).toEqual(['ab', 'cd', 'e'])
})

it('tenants do not wait for each other', async () => {
  const { batches, ask } = work()
  void ask('acme', 'a')
  void ask('other', 'b')
  await turn()
  expect(batches.map(({ tenant, items }) => [tenant, ...items])).toEqual([
    ['acme', 'a'],
    ['other', 'b'],
  ])
})

it('where one of many makes the work fail, each is tried alone and only that one fails', async () => {
  const given: string[] = []
  const ask = together<string, string>(async (_, items) => {
    given.push(items.join(''))
    if (items.includes('b')) throw new Error('not b')
    return items
  })
  const ends = await Promise.allSettled([ask('acme', 'a'), ask('acme', 'b'), ask('acme', 'c')])
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(given).toEqual(['abc', 'a', 'b', 'c'])
  expect(await ask('acme', 'd')).toBe('d')
})
