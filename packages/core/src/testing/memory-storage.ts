import { AsyncLocalStorage } from 'node:async_hooks'
import { GuichetError } from '../errors.ts'
import type { TenantId } from '../model/tenant.ts'
import type { Clock } from '../ports/clock.ts'
import type { NewJob } from '../ports/jobs.ts'
import type { Storage, Transaction } from '../ports/storage.ts'
import { memoryAddresses } from './memory/addresses.ts'
import { memoryAnswers } from './memory/answers.ts'
import { memoryArrivals } from './memory/arrivals.ts'
import { keepCallback, memoryCallbacks } from './memory/callbacks.ts'
import { memoryContactMerges } from './memory/contact-merges.ts'
import { memoryContacts } from './memory/contacts.ts'
import { memoryConversations } from './memory/conversations.ts'
import { memoryDirectory } from './memory/directory.ts'
import { memoryEndpoints } from './memory/endpoints.ts'
import { memoryEvents } from './memory/events.ts'
import { memoryFolders } from './memory/folders.ts'
import { memoryIntegrations } from './memory/integrations.ts'
import { type DeadJob, memoryJobs } from './memory/jobs.ts'
import { createJournal } from './memory/journal.ts'
import { memoryKeys } from './memory/keys.ts'
import { memoryLeases } from './memory/leases.ts'
import { memoryLogins } from './memory/logins.ts'
import { memoryMails } from './memory/mails.ts'
import { memoryMerges } from './memory/merges.ts'
import { memoryMessages } from './memory/messages.ts'
import { oneAtATime } from './memory/one-at-a-time.ts'
import { memoryOutbox } from './memory/outbox.ts'
import { memoryReadings } from './memory/readings.ts'
import { memorySources } from './memory/sources.ts'
import { createTables, type MemoryContext, type Tables } from './memory/tables.ts'
import { memoryThreads } from './memory/threads.ts'
import { memoryUploads } from './memory/uploads.ts'

export interface MemoryStorage extends Storage {
  /** Jobs that failed `maxJobAttempts` times. */
  deadJobs(): readonly DeadJob[]
}

/**
 * A whole storage in memory: the executable description of the port. Transactions run one at a time and roll
 * back for real; nobody ever holds an object that is also stored. Throws `internal` for a transaction inside
 * a transaction, which on a database would wait for itself.
 */
export function memoryStorage({ clock }: { readonly clock: Clock }): MemoryStorage {
  const tenants = new Map<TenantId, Tables>()
  const listeners = new Set<(tenant: TenantId) => void>()
  const exclusively = oneAtATime()
  const jobs = memoryJobs(clock)
  const current = new AsyncLocalStorage<{ open: boolean }>()
  let closed = false

  function tablesOf(tenant: TenantId): Tables {
    const known = tenants.get(tenant)
    if (known !== undefined) return known
    const created = createTables()
    tenants.set(tenant, created)
    return created
  }

  function announce(tenant: TenantId): void {
    for (const listener of listeners) {
      queueMicrotask(() => {
        if (listeners.has(listener)) listener(tenant)
      })
    }
  }

  async function run<Result>(
    tenant: TenantId,
    work: (tx: Transaction, context: MemoryContext) => Promise<Result>,
  ): Promise<Result> {
    const journal = createJournal()
    const scope = { open: true }
    const enqueued: NewJob[] = []
    const checks: (() => void)[] = []
    const context: MemoryContext = {
      tenant,
      clock,
      journal,
      tables() {
        if (scope.open) return tablesOf(tenant)
        throw new GuichetError('internal', 'a record was used after its transaction had ended')
      },
      beforeCommit: (check) => void checks.push(check),
    }
    try {
      const result = await current.run(scope, () => work(transactionOf(context, enqueued), context))
      for (const check of checks) check()
      if (enqueued.length > 0) jobs.add(tenant, enqueued)
      if (journal.hasChanges()) announce(tenant)
      return result
    } catch (error) {
      journal.rollback()
      throw error
    } finally {
      scope.open = false
    }
  }

  return {
    async migrate() {
      assertOpen(closed)
    },
    async transaction(tenant, work) {
      assertOpen(closed)
      if (current.getStore()?.open) {
        throw new GuichetError('internal', 'a transaction was opened inside another one')
      }
      return exclusively(() => run(tenant, work))
    },
    async keepCallbacks(tenant, callbacks) {
      assertOpen(closed)
      return exclusively(() =>
        run(tenant, async (_tx, context) => callbacks.map((callback) => keepCallback(context, callback))),
      )
    },
    jobs,
    leases: memoryLeases({ clock, tenants, exclusively }),
    endpointTenants: () =>
      exclusively(async () =>
        [...tenants].filter(([, { endpoints }]) => endpoints.size > 0).map(([tenant]) => tenant),
      ),
    directory: memoryDirectory(tenants, exclusively),
    async onCommit(callback) {
      const listener = (tenant: TenantId) => callback(tenant)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    async close() {
      closed = true
      listeners.clear()
      jobs.close()
    },
    deadJobs: () => jobs.dead(),
  }
}

function transactionOf(context: MemoryContext, enqueued: NewJob[]): Transaction {
  return {
    tenant: context.tenant,
    integrations: memoryIntegrations(context),
    logins: memoryLogins(context),
    messages: memoryMessages(context),
    sources: memorySources(context),
    readings: memoryReadings(context),
    callbacks: memoryCallbacks(context),
    threads: memoryThreads(context),
    conversations: memoryConversations(context),
    merges: memoryMerges(context),
    contacts: memoryContacts(context),
    contactMerges: memoryContactMerges(context),
    folders: memoryFolders(context),
    outbox: memoryOutbox(context),
    mails: memoryMails(context),
    uploads: memoryUploads(context),
    arrivals: memoryArrivals(context),
    addresses: memoryAddresses(context),
    events: memoryEvents(context),
    endpoints: memoryEndpoints(context),
    answers: memoryAnswers(context),
    keys: memoryKeys(context),
    async enqueue(jobs) {
      context.tables()
      enqueued.push(...structuredClone(jobs))
    },
  }
}

function assertOpen(closed: boolean): void {
  if (closed) throw new GuichetError('storage-failed', 'the storage was closed')
}
