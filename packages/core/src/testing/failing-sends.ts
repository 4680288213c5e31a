import { GuichetError } from '../errors.ts'
import { courier } from '../outbound.ts'
import type { Job } from '../ports/jobs.ts'
import type { SendReceipt } from '../ports/outbound-message.ts'
import type { Storage } from '../ports/storage.ts'
import type { SendingContext } from '../sending/sending-context.ts'

/** What goes wrong at one attempt to send; nothing does so more often. */
export const sendFaults = [
  'none',
  'none',
  'later',
  'refused',
  'no login',
  'silence before',
  'silence after',
  'dead before',
  'dead after',
] as const
export type SendFault = (typeof sendFaults)[number]

export interface FailingSends {
  /** How often each Message-ID arrived. */
  readonly copies: ReadonlyMap<string, number>
  send(message: { readonly mailId: string | null }): Promise<SendReceipt>
}

const errors: Readonly<Record<string, GuichetError>> = {
  later: new GuichetError('rejected', 'busy', { retry: 'later' }),
  refused: new GuichetError('rejected', 'no such user'),
  'no login': new GuichetError('authentication-failed', 'refused', { retry: 'after-fix' }),
  silence: new GuichetError('outcome-unknown', 'silence', { outcome: 'unknown' }),
}

/** A server that fails as it is told, one fault for each attempt, and lets whoever hands in die. */
export function failingSends(plan: readonly SendFault[], kill: () => void): FailingSends {
  const left = [...plan]
  const copies = new Map<string, number>()
  return {
    copies,
    async send({ mailId }) {
      const fault = left.shift() ?? 'none'
      if (fault.endsWith('after') || fault === 'none')
        copies.set(mailId ?? '', (copies.get(mailId ?? '') ?? 0) + 1)
      if (fault.startsWith('dead')) kill()
      const error = errors[fault.startsWith('silence') ? 'silence' : fault]
      if (error !== undefined) throw error
      return { providerId: null }
    },
  }
}

export interface Mortals {
  kill(): void
  carry(job: Job): Promise<void>
}

/** Workers of which each lives until it is killed. It writes nothing any more; its jobs are given to the next one. */
export function mortals(ctx: SendingContext): Mortals {
  let life = born()
  function born() {
    const own = { isDead: false, running: 0, buried: Promise.withResolvers<void>() }
    const storage: Storage = {
      ...ctx.storage,
      async transaction(tenant, work) {
        if (own.isDead) throw new Error('killed')
        return ctx.storage.transaction(tenant, work)
      },
    }
    return { own, carry: courier({ ...ctx, storage }).carry }
  }
  return {
    kill: () => {
      life.own.isDead = true
    },
    async carry(job) {
      while (life.own.isDead && life.own.running > 0) await life.own.buried.promise
      if (life.own.isDead) life = born()
      const { own, carry } = life
      own.running += 1
      await carry(job).finally(() => {
        own.running -= 1
        if (own.running === 0) own.buried.resolve()
      })
    },
  }
}
