import { setTimeout as sleep } from 'node:timers/promises'
import { isGuichetError } from '../../errors.ts'
import type { Page } from '../../model/conversation.ts'
import type { Storage } from '../../ports/storage.ts'

/** One promise of a port, checked. Its name is a sentence; it throws an `AssertionError` when the promise is broken. */
export interface ContractCheck<Subject = Storage> {
  readonly name: string
  run(open: () => Promise<Subject>): Promise<void>
}

/** Longer than any adapter needs, shorter than a person waits. */
const patienceMs = 15_000

/** Looks again and again until it sees something other than null. Fails after a while, naming what was awaited. */
export async function eventually<Value>(what: string, look: () => Promise<Value | null>): Promise<Value> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const value = await look()
    if (value !== null) return value
    if (Date.now() > deadline) throw new Error(`waited ${patienceMs} ms in vain for ${what}`)
    await sleep(10)
  }
}

/** For `assert.rejects`: is it a GuichetError with this code? */
export function withCode(code: string): (error: unknown) => boolean {
  return (error) => isGuichetError(error) && error.code === code
}

/**
 * A door that one side opens and the other waits at, for a bounded time: on a storage that runs transactions
 * one at a time the other side cannot get there, and waiting forever would be a deadlock.
 */
export function createGate(): { open(): void; wait(atMostMs: number): Promise<void> } {
  let isOpen = false
  return {
    open: () => {
      isOpen = true
    },
    wait: async (atMostMs) => {
      const deadline = Date.now() + atMostMs
      while (!isOpen && Date.now() < deadline) await sleep(1)
    },
  }
}

/** The order in which a set is given back is not promised: compare it sorted. */
export function sorted(texts: Iterable<string>): readonly string[] {
  return [...texts].sort()
}

/** Follows a list from its first page to its last. */
export async function* pagesOf<Item>(
  list: (cursor: string | null) => Promise<Page<Item>>,
): AsyncGenerator<readonly Item[]> {
  let cursor: string | null = null
  do {
    const page: Page<Item> = await list(cursor)
    yield page.items
    cursor = page.nextCursor
  } while (cursor !== null)
}
