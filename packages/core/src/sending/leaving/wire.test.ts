import { expect, it } from 'vitest'
import { openWire } from './wire.ts'

function busy(wire = openWire()) {
  const begun: number[] = []
  const gates = Array.from({ length: 40 }, () => Promise.withResolvers<void>())
  const all = gates.map(({ promise }, index) =>
    wire.within(() => {
      begun.push(index)
      return promise
    }),
  )
  return { wire, begun, gates, all }
}

const firsts = (count: number) => Array.from({ length: count }, (_, index) => index)

it('five messages are begun at once, the next ones in their order, also after a failure', async () => {
  const { begun, gates, all } = busy()
  await null
  expect(begun).toEqual(firsts(5))
  gates[1]?.reject(new Error('on purpose'))
  await expect(all[1]).rejects.toThrow('on purpose')
  expect(begun).toEqual(firsts(6))
  for (const { resolve } of gates) resolve()
  await Promise.allSettled(all)
  expect(begun).toEqual(firsts(40))
})

it('where messages are taken at once more are begun, and fewer again when that gets slow', async () => {
  const { wire, begun, gates, all } = busy()
  for (let count = 0; count < 100; count += 1) wire.took(2)
  expect(wire.places()).toBe(32)
  gates[0]?.resolve()
  await all[0]
  await null
  expect(begun).toEqual(firsts(33))
  wire.took(30_000)
  expect(wire.places()).toBe(5)
  for (const { resolve } of gates.slice(0, 28)) resolve()
  await all[27]
  expect(begun).toEqual(firsts(33))
  for (let count = 0; count < 100; count += 1) wire.took(99)
  expect(wire.places()).toBe(20)
})
