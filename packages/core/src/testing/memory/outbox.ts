import { GuichetError } from '../../errors.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { OutboxRecords } from '../../ports/records.ts'
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
    async findByIdempotencyKey(key) {
      const { outbox, outboxOfKey } = context.tables()
      return copyOrNull(outbox.get(outboxOfKey.get(key) ?? ''))
    },
    async begin(messageId, leaseMs) {
      const entry = context.tables().outbox.get(messageId)
      const now = context.clock.now().getTime()
      if (entry?.state === 'sending' && entry.sendingUntil !== null && entry.sendingUntil.getTime() <= now) {
        const error = 'the sending was interrupted: it may have been sent'
        write({ ...entry, state: 'unknown', error, sendingUntil: null })
        return null
      }
      if (entry?.state !== 'ready') return null
      return write({
        ...entry,
        state: 'sending',
        fence: entry.fence + 1,
        attempts: entry.attempts + 1,
        nextAttemptAt: null,
        sendingUntil: new Date(now + leaseMs),
      })
    },
    async settle(messageId, fence, settlement) {
      const entry = context.tables().outbox.get(messageId)
      if (entry?.state !== 'sending' || entry.fence !== fence) return false
      const { state, error, providerId, nextAttemptAt } = settlement
      write({ ...entry, state, error, providerId, nextAttemptAt, sendingUntil: null })
      if (providerId !== null) rememberProvider(providerId, messageId)
      return true
    },
    async confirm(sends) {
      const { outbox } = context.tables()
      const entries = [...new Set(sends.map(({ messageId }) => messageId))].flatMap(
        (id) => outbox.get(id) ?? [],
      )
      const open = entries.filter(
        ({ state }) => state === 'ready' || state === 'sending' || state === 'unknown',
      )
      const sent = { state: 'sent', error: null, nextAttemptAt: null, sendingUntil: null } as const
      return open.map((entry) => {
        const { messageId } = entry
        const named = sends.find((one) => one.messageId === messageId && one.providerId !== null)
        const providerId = entry.providerId ?? named?.providerId ?? null
        if (providerId !== null) rememberProvider(providerId, messageId)
        return write({ ...entry, ...sent, providerId })
      })
    },
  }
}
