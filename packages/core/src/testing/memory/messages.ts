import { addressKey } from '../../model/address.ts'
import type { Message } from '../../model/message.ts'
import type { MessageRecords } from '../../ports/records.ts'
import { arrivalsOf, deliveryOf, removeEntry } from './delivery.ts'
import { type ListOrder, pageOf } from './page-of.ts'
import {
  copyOrNull,
  existingRow,
  innerMap,
  insertRow,
  type MemoryContext,
  requireRow,
  type Tables,
} from './tables.ts'

const oldestFirst = (conversationId: string): ListOrder<Message> => ({
  list: `messages of ${conversationId}`,
  direction: 'ascending',
  key: (message) => [message.receivedAt.toISOString(), message.id],
})

const quarantine: ListOrder<Message> = {
  list: 'quarantine',
  direction: 'descending',
  key: (message) => [message.receivedAt.toISOString(), message.id],
}

const unsent: ListOrder<Message> = { ...quarantine, list: 'unsent' }

const soonestFirst: ListOrder<Message> = {
  list: 'scheduled',
  direction: 'ascending',
  key: ({ delivery, receivedAt, id }) => [(delivery?.scheduledAt ?? receivedAt).toISOString(), id],
}

/** What a person sent or is about to send to who wrote. */
function isAnswer({ direction, verdict, delivery, threading }: Message): boolean {
  const isOff = delivery?.state === 'failed' || delivery?.state === 'cancelled'
  return direction === 'outbound' && verdict === 'person' && threading.rule !== 'forward' && !isOff
}

/** Under which a text counts as its sender's, in `textsOf`. */
function textsOf({ integrationId, direction, medium, from }: Message): string | null {
  const isText = direction === 'inbound' && medium !== 'email' && from !== null
  return isText ? `${integrationId} ${addressKey(from.address)}` : null
}

export function memoryMessages(context: MemoryContext): MessageRecords {
  const { journal } = context
  return {
    async claim(integrationId, claims) {
      const owners = innerMap(context.tables().claims, integrationId)
      const result = new Map<string, string>()
      for (const { externalId, messageId } of claims) {
        const owner = owners.get(externalId) ?? messageId
        if (!owners.has(externalId)) journal.set(owners, externalId, owner)
        result.set(externalId, owner)
      }
      return result
    },
    async owners(integrationId, externalIds) {
      const owners = innerMap(context.tables().claims, integrationId)
      const known = new Map<string, string>()
      for (const externalId of externalIds) {
        const owner = owners.get(externalId)
        if (owner !== undefined) known.set(externalId, owner)
      }
      return known
    },
    async insert(messages) {
      const { messages: stored } = context.tables()
      for (const message of messages) {
        const { id, conversationId, direction, mailId } = message
        insertRow(context, stored, { key: id, value: message, name: 'message' })
        requireRow(context, 'conversations', conversationId)
        if (direction === 'outbound' && mailId !== null)
          journal.set(innerMap(context.tables().sent, mailId), id, true)
        const texts = textsOf(message)
        if (texts !== null) journal.set(innerMap(context.tables().textsOf, texts), id, true)
      }
    },
    async remove(ids) {
      const tables = context.tables()
      for (const id of ids) {
        const message = tables.messages.get(id)
        if (message === undefined) continue
        journal.delete(tables.messages, id)
        journal.delete(tables.arrivals, id)
        if (message.mailId !== null) journal.delete(innerMap(tables.sent, message.mailId), id)
        const texts = textsOf(message)
        if (texts !== null) journal.delete(innerMap(tables.textsOf, texts), id)
        removeEntry(context, id)
      }
    },
    async get(id) {
      const tables = context.tables()
      const message = tables.messages.get(id)
      return copyOrNull(message && withDelivery(message, tables))
    },
    async find(ids) {
      const tables = context.tables()
      const found = [...new Set(ids)].flatMap((id) => tables.messages.get(id) ?? [])
      return found.map((message) => structuredClone(withDelivery(message, tables)))
    },
    async move(messageIds, move) {
      const { messages: stored } = context.tables()
      for (const id of messageIds) {
        const message = existingRow(stored, id, 'message')
        const moves = [...(message.threading.moves ?? []), structuredClone(move)]
        journal.set(stored, id, {
          ...message,
          conversationId: move.to,
          threading: { ...message.threading, moves },
        })
      }
      if (messageIds.length > 0) requireRow(context, 'conversations', move.to)
    },
    async updateAttachment(messageId, index, { from, attachment }) {
      const { messages: stored } = context.tables()
      const message = stored.get(messageId)
      if (message === undefined || message.attachments[index]?.fetched?.state !== from) return false
      const attachments = message.attachments.with(index, structuredClone(attachment))
      journal.set(stored, messageId, { ...message, attachments })
      return true
    },
    async list(conversationId, page) {
      const tables = context.tables()
      const own = [...tables.messages.values()].filter((it) => it.conversationId === conversationId)
      const shown = own.map((message) => withDelivery(message, tables))
      return pageOf(shown, page, oldestFirst(conversationId))
    },
    async listQuarantined(page) {
      const failed = [...context.tables().messages.values()].filter((it) => it.parseState === 'failed')
      return pageOf(failed, page, quarantine)
    },
    async listScheduled(page) {
      const tables = context.tables()
      const waiting = [...tables.outbox.values()].filter(
        ({ isScheduled, state, attempts }) => isScheduled && state === 'ready' && attempts === 0,
      )
      const messages = waiting.flatMap(({ messageId }) => tables.messages.get(messageId) ?? [])
      return pageOf(
        messages.map((message) => withDelivery(message, tables)),
        page,
        soonestFirst,
      )
    },
    async listUnsent(page) {
      const tables = context.tables()
      const stuck = [...tables.outbox.values()].filter(
        ({ state, error }) =>
          state === 'failed' || state === 'unknown' || (state === 'ready' && error !== null),
      )
      const messages = stuck.flatMap(({ messageId }) => tables.messages.get(messageId) ?? [])
      return pageOf(
        messages.map((message) => withDelivery(message, tables)),
        page,
        unsent,
      )
    },
    async wasWrittenSince(conversationId, { afterId, since }) {
      return [...context.tables().messages.values()].some(
        (it) =>
          it.conversationId === conversationId &&
          it.direction === 'inbound' &&
          it.verdict === 'person' &&
          it.receivedAt >= since &&
          it.id > afterId,
      )
    },
    async lastTextAt(integrationId, address) {
      const { messages, textsOf: known } = context.tables()
      const ids = [...(known.get(`${integrationId} ${address}`)?.keys() ?? [])]
      const texts = ids.flatMap((id) => messages.get(id) ?? [])
      const [last] = texts.toSorted((one, other) => other.receivedAt.getTime() - one.receivedAt.getTime())
      if (last === undefined) return null
      const { sentAt, receivedAt } = last
      return new Date(Math.min(receivedAt.getTime(), sentAt?.getTime() ?? Number.POSITIVE_INFINITY))
    },
    async wasAnsweredSince(conversationId, since) {
      const tables = context.tables()
      const own = [...tables.messages.values()].filter((it) => it.conversationId === conversationId)
      return own.some((message) => isAnswer(withDelivery(message, tables)) && message.receivedAt > since)
    },
  }
}

/** The outbox is the one place that knows how a delivery stands; the message only shows it. */
function withDelivery(message: Message, tables: Tables): Message {
  const delivery = deliveryOf(message.id, tables) ?? message.delivery
  return { ...message, ...arrivalsOf(message.id, tables), delivery }
}
