import { expect, it } from 'vitest'
import { places } from './places.ts'

it('so many work at once, and the others in the order in which they came, also after a failure', async () => {
  const { within } = places(2)
  const begun: number[] = []
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
  const all = gates.map(({ promise }, index) =>
    within(() => {
      begun.push(index)
      return promise
    }),
  )
  await null
  expect(begun).toEqual([0, 1])
  gates[1]?.reject(new Error('on purpose'))
  await expect(all[1]).rejects.toThrow('on purpose')
  expect(begun).toEqual([0, 1, 2])
  for (const { resolve } of gates) resolve()
  await Promise.all([all[0], all[2], all[3]])
  expect(begun).toEqual([0, 1, 2, 3])
})
