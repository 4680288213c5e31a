import { createHash } from 'node:crypto'
import type { CallbackRecords, KeepOutcome, NewCallback } from '../../ports/callback-records.ts'
import type { KeptCallback, MessagePart } from '../../ports/webhook.ts'
import { innerMap, type MemoryContext } from './tables.ts'

export interface CallbackRow {
  /** The content is empty once it is done. */
  readonly callback: KeptCallback
  readonly sha256: string
  readonly part: MessagePart | null
  readonly doneAt: Date | null
}

export function memoryCallbacks(context: MemoryContext): CallbackRecords {
  const { journal } = context
  const rowsOf = (integrationId: string) => innerMap(context.tables().callbacks, integrationId)

  function change(integrationId: string, id: string, changed: (row: CallbackRow) => CallbackRow): void {
    const row = rowsOf(integrationId).get(id)
    if (row !== undefined) journal.set(rowsOf(integrationId), id, changed(row))
  }

  return {
    async pending(integrationId, limit) {
      const waiting = [...rowsOf(integrationId).values()].filter((row) => row.part === null && !row.doneAt)
      return structuredClone(waiting.slice(0, limit).map((row) => row.callback))
    },
    async held(integrationId) {
      return [...rowsOf(integrationId).values()].flatMap(({ callback, part, doneAt }) =>
        part === null || doneAt !== null ? [] : structuredClone({ ...callback, part }),
      )
    },
    async hold(integrationId, parts) {
      for (const { callbackId, part } of structuredClone(parts))
        change(integrationId, callbackId, (row) => ({ ...row, part }))
    },
    async finish(integrationId, callbackIds, at) {
      const content = new Uint8Array()
      for (const id of callbackIds)
        change(integrationId, id, (row) => ({ ...row, doneAt: at, callback: { ...row.callback, content } }))
    },
    async forget(integrationId, before) {
      const old = [...rowsOf(integrationId)].filter(([, row]) => row.doneAt !== null && row.doneAt < before)
      for (const [id] of old) journal.delete(rowsOf(integrationId), id)
      return old.length
    },
    async lastReceivedAt(integrationId) {
      const times = [...rowsOf(integrationId).values()].map(({ callback }) => callback.receivedAt.getTime())
      return times.length === 0 ? null : new Date(Math.max(...times))
    },
  }
}

/** One of `Storage.keepCallbacks`. */
export function keepCallback(context: MemoryContext, { integrationId, ...given }: NewCallback): KeepOutcome {
  if (!context.tables().integrations.has(integrationId)) return 'gone'
  const sha256 = createHash('sha256').update(given.content).digest('hex')
  const rows = innerMap(context.tables().callbacks, integrationId)
  const known = rows.get(given.callbackId)
  if (known !== undefined) return known.sha256 === sha256 ? 'known' : 'conflict'
  const callback = structuredClone(given)
  context.journal.set(rows, callback.callbackId, { callback, sha256, part: null, doneAt: null })
  return 'kept'
}
