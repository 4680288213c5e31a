import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Clock,
  GuichetError,
  type NewJob,
  type TenantId,
  type Transaction,
  tenantIdSchema,
} from '@guichet/core'
import type { Engine, Frame } from './engine/engine.ts'
import { isConflict } from './errors.ts'
import { addressRecords } from './records/addresses.ts'
import { answerRecords } from './records/answers.ts'
import { arrivalRecords } from './records/arrivals.ts'
import { callbackRecords } from './records/callbacks.ts'
import { contactMergeRecords } from './records/contact-merges.ts'
import { contactRecords } from './records/contacts.ts'
import { conversationRecords } from './records/conversations.ts'
import { endpointRecords } from './records/endpoints.ts'
import { eventRecords } from './records/events.ts'
import { folderRecords } from './records/folders.ts'
import { integrationRecords } from './records/integrations.ts'
import { keyRecords } from './records/keys.ts'
import { loginRecords } from './records/logins.ts'
import { mailRecords } from './records/mails.ts'
import { mergeRecords } from './records/merges.ts'
import { messageRecords } from './records/messages.ts'
import { outboxRecords } from './records/outbox.ts'
import { readingRecords } from './records/readings.ts'
import { sourceRecords } from './records/sources.ts'
import { threadRecords } from './records/threads.ts'
import { uploadRecords } from './records/uploads.ts'
import { applicationRole } from './schema/application-role.ts'
import type { Session } from './session.ts'

/** Where commits are announced; the payload is the tenant. */
export const commitChannel = 'guichet'

/** Puts jobs into the queues through a transaction. */
export type Enqueue = (session: Session, jobs: readonly NewJob[]) => Promise<void>

export interface TransactionRunner {
  readonly clock: Clock
  readonly enqueue: Enqueue
}

/** How often one transaction may lose against another before its caller hears of it. */
const maxTries = 5

const current = new AsyncLocalStorage<{ open: boolean }>()

/** Runs work in one transaction of one tenant; see `Storage.transaction`. */
export async function runTransaction<Result>(
  engine: Engine,
  runner: TransactionRunner,
  tenant: TenantId,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  assertTenant(tenant)
  if (current.getStore()?.open) {
    // On the embedded database the inner one would wait for the outer one for ever.
    throw new GuichetError('internal', 'a transaction was opened inside another one')
  }
  return againAfterConflict(runner.clock, () => attempt(engine, runner, tenant, work))
}

/** Throws `invalid-input` for what is no tenant id. */
export function assertTenant(tenant: TenantId): void {
  if (tenantIdSchema.safeParse(tenant).success) return
  throw new GuichetError('invalid-input', 'this is not a tenant id', { field: 'tenant' })
}

/** Tries again what lost against another transaction, a few times. */
export async function againAfterConflict<Result>(
  clock: Clock,
  attemptOnce: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attemptOnce()
    } catch (error) {
      if (!isConflict(error) || tries === maxTries) throw error
      await clock.sleep(pauseMs(clock, tries))
    }
  }
}

async function attempt<Result>(
  engine: Engine,
  { enqueue }: TransactionRunner,
  tenant: TenantId,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const scope = { open: true }
  try {
    return await engine.transaction(frameOf(tenant), async (db) => {
      const checks: (() => Promise<void>)[] = []
      const session: Session = {
        tenant,
        db() {
          if (scope.open) return db
          throw new GuichetError('internal', 'a record was used after its transaction had ended')
        },
        beforeCommit: (check) => void checks.push(check),
      }
      const result = await current.run(scope, () => work(transactionOf(session, enqueue)))
      for (const check of checks) await check()
      scope.open = false
      return result
    })
  } finally {
    scope.open = false
  }
}

/**
 * First, the role and the tenant: they end with the transaction, and nothing leaks to the next user of the connection.
 * Every statement here finds a few rows by their keys. While a first sync fills the tables their statistics
 * are always too old, and the planner would rather hash the whole table: it is not given that choice.
 * Last, the commit is announced: only a transaction that wrote something has an id.
 */
function frameOf(tenant: TenantId): Frame {
  // Checked before: a tenant id has no character that could end the literal.
  return {
    first: `select set_config('role', '${applicationRole}', true), set_config('guichet.tenant', '${tenant}', true),
      set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
    last: `select pg_notify('${commitChannel}', '${tenant}') where pg_current_xact_id_if_assigned() is not null`,
  }
}

function pauseMs(clock: Clock, tries: number): number {
  const random = clock.randomBytes(1)[0] ?? 0
  return Math.round((10 * 2 ** tries * (random + 1)) / 256)
}

function transactionOf(session: Session, enqueue: Enqueue): Transaction {
  return {
    tenant: session.tenant,
    integrations: integrationRecords(session),
    logins: loginRecords(session),
    messages: messageRecords(session),
    sources: sourceRecords(session),
    readings: readingRecords(session),
    callbacks: callbackRecords(session),
    threads: threadRecords(session),
    conversations: conversationRecords(session),
    merges: mergeRecords(session),
    contacts: contactRecords(session),
    contactMerges: contactMergeRecords(session),
    folders: folderRecords(session),
    outbox: outboxRecords(session),
    mails: mailRecords(session),
    uploads: uploadRecords(session),
    arrivals: arrivalRecords(session),
    addresses: addressRecords(session),
    events: eventRecords(session),
    endpoints: endpointRecords(session),
    answers: answerRecords(session),
    keys: keyRecords(session),
    enqueue: (jobs) => enqueue(session, jobs),
  }
}
