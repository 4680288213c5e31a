import { GuichetError } from '../../errors.ts'
import type { OutboxEntry, SendLimit } from '../../model/outbox.ts'
import type { OutboxRecords } from '../../ports/outbox-records.ts'
import { copyOrNull, innerMap, insertRow, type MemoryContext } from './tables.ts'

export function memoryOutbox(context: MemoryContext): OutboxRecords {
  const { journal } = context

  function write(entry: OutboxEntry): OutboxEntry {
    journal.set(context.tables().outbox, entry.messageId, structuredClone(entry))
    return structuredClone(entry)
  }

  function rememberProvider(providerId: string, messageId: string): void {
    journal.set(innerMap(context.tables().sendsOfProvider, providerId), messageId, true)
  }

  function beginOne(entry: OutboxEntry, leaseMs: number, limits: readonly SendLimit[]): OutboxEntry | null {
    const now = context.clock.now().getTime()
    if (entry.state === 'sending' && entry.sendingUntil !== null && entry.sendingUntil.getTime() <= now) {
      const error = 'the sending was interrupted: it may have been sent'
      write({ ...entry, state: 'unknown', error, sendingUntil: null, uncertainSince: new Date(now) })
      return null
    }
    if (entry.state !== 'ready') return null
    if (entry.nextAttemptAt !== null && entry.nextAttemptAt.getTime() > now) return null
    const limit = takePart(context, limits)
    if (limit !== null) {
      const nextAttemptAt = new Date(windowOf(context, limit) + limit.windowMs)
      write({ ...entry, error: limit.sentence, nextAttemptAt })
      return null
    }
    return write({
      ...entry,
      state: 'sending',
      fence: entry.fence + 1,
      attempts: entry.attempts + 1,
      nextAttemptAt: null,
      sendingUntil: new Date(now + leaseMs),
    })
  }

  return {
    async insert(entry) {
      const { outbox, outboxOfKey } = context.tables()
      if (outboxOfKey.has(entry.idempotencyKey)) {
        throw new GuichetError('conflict', 'a message was sent with this idempotency key already')
      }
      insertRow(context, outbox, { key: entry.messageId, value: entry, name: 'outbox entry' })
      journal.set(outboxOfKey, entry.idempotencyKey, entry.messageId)
      if (entry.providerId !== null) rememberProvider(entry.providerId, entry.messageId)
    },
    async get(messageId) {
      return copyOrNull(context.tables().outbox.get(messageId))
    },
    async find(messageIds) {
      const { outbox } = context.tables()
      return structuredClone([...new Set(messageIds)].flatMap((id) => outbox.get(id) ?? []))
    },
    async findByIdempotencyKey(key) {
      const { outbox, outboxOfKey } = context.tables()
      return copyOrNull(outbox.get(outboxOfKey.get(key) ?? ''))
    },
    async begin(messageIds, leaseMs, limitsOf = () => []) {
      const { outbox } = context.tables()
      const entries = [...new Set(messageIds)].flatMap((id) => outbox.get(id) ?? [])
      return entries.flatMap((entry) => beginOne(entry, leaseMs, limitsOf(entry)) ?? [])
    },
    async settle(settlements) {
      const { outbox, messages } = context.tables()
      return settlements.flatMap(({ messageId, fence, state, error, providerId, nextAttemptAt }) => {
        const entry = outbox.get(messageId)
        if (entry?.state !== 'sending' || entry.fence !== fence) return []
        const uncertainSince = state === 'unknown' ? context.clock.now() : entry.uncertainSince
        write({ ...entry, state, error, providerId, nextAttemptAt, uncertainSince, sendingUntil: null })
        if (providerId !== null) rememberProvider(providerId, messageId)
        return { messageId, fence, conversationId: messages.get(messageId)?.conversationId ?? null }
      })
    },
    async confirm(sends) {
      const { outbox } = context.tables()
      const entries = [...new Set(sends.map(({ messageId }) => messageId))].flatMap(
        (id) => outbox.get(id) ?? [],
      )
      const open = entries.filter(({ state }) => state !== 'sent' && state !== 'failed')
      const sent = { state: 'sent', error: null, nextAttemptAt: null, sendingUntil: null } as const
      return open.map((entry) => {
        const { messageId } = entry
        const named = sends.find((one) => one.messageId === messageId && one.providerId !== null)
        const providerId = entry.providerId ?? named?.providerId ?? null
        if (providerId !== null) rememberProvider(providerId, messageId)
        return write({ ...entry, ...sent, providerId })
      })
    },
    async change(messageId, { from, state, error, nextAttemptAt, dueAt, isScheduled }) {
      const entry = context.tables().outbox.get(messageId)
      if (entry === undefined || entry.state === 'sending' || !from.includes(entry.state)) return null
      return write({
        ...{ ...entry, state, error, nextAttemptAt, fence: entry.fence + 1 },
        dueAt: dueAt ?? entry.dueAt,
        isScheduled: isScheduled ?? entry.isScheduled,
      })
    },
    async wake(integrationId) {
      const now = context.clock.now()
      const waiting = [...context.tables().outbox.values()].filter(
        ({ integrationId: own, state, error, nextAttemptAt }) =>
          own === integrationId &&
          state === 'ready' &&
          error !== null &&
          nextAttemptAt !== null &&
          nextAttemptAt > now,
      )
      for (const entry of waiting) write({ ...entry, nextAttemptAt: now })
      return waiting.map(({ messageId }) => messageId)
    },
  }
}

/** Counts a message under every limit, or under none and returns the one that is reached. */
function takePart(context: MemoryContext, limits: readonly SendLimit[]): SendLimit | null {
  const { sendCounts } = context.tables()
  const countOf = (limit: SendLimit) => {
    const known = sendCounts.get(limit.scope)
    return known?.start === windowOf(context, limit) ? known.count : 0
  }
  const reached = limits.find((limit) => countOf(limit) >= limit.most)
  if (reached !== undefined) return reached
  for (const limit of limits)
    context.journal.set(sendCounts, limit.scope, {
      start: windowOf(context, limit),
      count: countOf(limit) + 1,
    })
  return null
}

function windowOf({ clock }: MemoryContext, { windowMs }: SendLimit): number {
  return Math.floor(clock.now().getTime() / windowMs) * windowMs
}
