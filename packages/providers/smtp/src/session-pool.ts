import { createHmac, createSecretKey } from 'node:crypto'
import { type Clock, isGuichetError } from '@guichet/core'
import { type Places, places } from './places.ts'
import type { SmtpSession } from './smtp-session.ts'

export interface PoolOptions {
  /** To one server with one login at a time; 5 unless told. */
  readonly maxConnections?: number
  /** Messages over one connection, after which it is ended; 100 unless told. */
  readonly maxMessages?: number
  /** How long a connection is kept without work, in milliseconds; 10 000 unless told. 0 keeps none. */
  readonly idleMs?: number
}

/** Keeps logged-in connections for the next message. They do not keep the process alive. */
export interface SessionPool {
  /**
   * Does one piece of work on a connection that `open` opened, now or earlier, under the same key. One on which
   * anything failed is never used again; one that the server turns out to have ended meanwhile is replaced, once.
   */
  use<Result>(loan: Loan<Result>): Promise<Result>
  /** Ends what is kept at once, and what is at work as soon as it has done it. */
  close(): void
}

export interface Loan<Result> {
  /** Everything that makes connections different, secrets too: only its fingerprint is kept. */
  readonly key: readonly unknown[]
  /** `smtp.example.com:587`, for errors. */
  readonly server: string
  open(): Promise<SmtpSession>
  work(session: SmtpSession): Promise<Result>
}

interface Kept {
  readonly session: SmtpSession
  readonly messages: number
  readonly since: number
}

/** The connections under one key. */
interface Shelf {
  readonly name: string
  readonly idle: Set<Kept>
  readonly places: Places
}

export function sessionPool(clock: Clock, options: PoolOptions = {}): SessionPool {
  const { maxConnections = 5, maxMessages = 100, idleMs = 10_000 } = options
  const fingerprintKey = createSecretKey(clock.randomBytes(32))
  const shelves = new Map<string, Shelf>()
  let isClosed = false

  function shelfOf({ key, server }: Pick<Loan<unknown>, 'key' | 'server'>): Shelf {
    const name = createHmac('sha256', fingerprintKey).update(JSON.stringify(key)).digest('base64')
    const found = shelves.get(name)
    if (found !== undefined) return found
    const shelf = { name, idle: new Set<Kept>(), places: places(clock, maxConnections, server) }
    shelves.set(name, shelf)
    return shelf
  }

  function forgetWhenEmpty(shelf: Shelf): void {
    if (shelf.idle.size === 0 && shelf.places.isEmpty()) shelves.delete(shelf.name)
  }

  /** The one that was used last: the others may rest until they are ended. */
  function take({ idle }: Shelf): Kept | null {
    for (const kept of [...idle].reverse()) {
      idle.delete(kept)
      const isFresh = clock.now().getTime() - kept.since < idleMs
      if (isFresh && kept.session.wake()) return kept
      kept.session.close()
    }
    return null
  }

  function put(shelf: Shelf, session: SmtpSession, messages: number): void {
    if (isClosed || messages >= maxMessages || idleMs === 0) {
      session.close()
      return
    }
    const kept = { session, messages, since: clock.now().getTime() }
    shelf.idle.add(kept)
    session.rest(idleMs, () => {
      shelf.idle.delete(kept)
      forgetWhenEmpty(shelf)
    })
  }

  async function lend<Result>(
    shelf: Shelf,
    { session, messages }: Pick<Kept, 'session' | 'messages'>,
    work: Loan<Result>['work'],
  ): Promise<Result> {
    try {
      const result = await work(session)
      put(shelf, session, messages + 1)
      return result
    } catch (error) {
      session.close()
      throw error
    }
  }

  async function onAnySession<Result>(shelf: Shelf, { open, work }: Loan<Result>): Promise<Result> {
    const kept = take(shelf)
    if (kept !== null) {
      try {
        return await lend(shelf, kept, work)
      } catch (error) {
        if (!kept.session.wasEndedBefore()) throw error
      }
    }
    return lend(shelf, { session: await opened(shelf, open), messages: 0 }, work)
  }

  return {
    async use(loan) {
      const shelf = shelfOf(loan)
      await shelf.places.enter()
      try {
        return await onAnySession(shelf, loan)
      } finally {
        shelf.places.leave()
        forgetWhenEmpty(shelf)
      }
    },
    close() {
      isClosed = true
      for (const { idle } of shelves.values()) for (const { session } of [...idle]) session.close()
    },
  }
}

/** A server that is asked too often with a wrong password locks the account: who waits for it is not let try as well. */
async function opened({ places }: Shelf, open: Loan<unknown>['open']): Promise<SmtpSession> {
  try {
    return await open()
  } catch (error) {
    if (isGuichetError(error) && error.code === 'authentication-failed') places.turnAway(error)
    throw error
  }
}
