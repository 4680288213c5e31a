import { expect, it } from 'vitest'
import { testClock } from '../../testing/test-clock.ts'
import { fileRoom } from './file-room.ts'

const megabytes = (count: number) => count * 1024 * 1024

/** Messages on their way, which end when they are told to. */
function open() {
  const clock = testClock()
  const room = fileRoom(clock)
  const ends = new Map<string, () => void>()
  const begin = (name: string, size: number) =>
    room.within(size, () => new Promise<void>((resolve) => ends.set(name, resolve)))
  return { clock, begin, begun: () => [...ends.keys()], end: (name: string) => ends.get(name)?.() }
}

it('no more files are held than there is room for, and the next ones follow in their order', async () => {
  const { clock, begin, begun, end } = open()
  const all = ['a', 'b', 'c', 'd'].map((name) => begin(name, megabytes(40)))
  await clock.advance(1000)
  expect(begun()).toEqual(['a', 'b'])
  end('b')
  await clock.advance(1000)
  expect(begun()).toEqual(['a', 'b', 'c'])
  for (const name of ['a', 'c']) end(name)
  await clock.advance(1000)
  end('d')
  await Promise.all(all)
})

it('what has no files waits for nobody, and what is larger than the room goes alone', async () => {
  const { clock, begin, begun, end } = open()
  const large = begin('large', megabytes(300))
  const next = begin('next', megabytes(1))
  const small = begin('small', 0)
  await clock.advance(1000)
  expect(begun().toSorted()).toEqual(['large', 'small'])
  for (const name of ['large', 'small']) end(name)
  await clock.advance(1000)
  end('next')
  await Promise.all([large, next, small])
})

it('what waits too long was not sent and comes again, and lets smaller ones pass', async () => {
  const { clock, begin, begun, end } = open()
  const first = begin('first', megabytes(90))
  await clock.advance(1000)
  const late = begin('late', megabytes(25)).catch((error: unknown) => error)
  await clock.advance(1000)
  const small = begin('small', megabytes(5))
  await clock.advance(14_500)
  expect(await late).toMatchObject({ code: 'throttled', outcome: 'not-done', retry: 'later' })
  expect(begun()).toEqual(['first', 'small'])
  for (const name of ['first', 'small']) end(name)
  await Promise.all([first, small])
})
