import type { SubjectMatch, ThreadLink, ThreadRecords } from '../../ports/records.ts'
import { innerMap, type MemoryContext, type StoredConversation } from './tables.ts'

export function memoryThreads(context: MemoryContext): ThreadRecords {
  const { journal } = context
  return {
    async find(integrationId, mailIds) {
      const links = context.tables().links.get(integrationId)
      return [...new Set(mailIds)].flatMap((mailId) => structuredClone(links?.get(mailId)) ?? [])
    },
    async findBySubject(integrationId, wanted, since) {
      const { subjects, conversations, participants } = context.tables()
      return wanted.flatMap(({ baseSubject, address }): SubjectMatch[] => {
        // Mails without a subject have nothing in common.
        const ids = baseSubject === '' ? [] : [...(subjects.get(baseSubject)?.keys() ?? [])]
        return ids
          .flatMap((id) => conversations.get(id) ?? [])
          .filter((it) => it.integrationId === integrationId && isActive(it, since))
          .filter((it) => participants.get(it.id)?.has(address))
          .map((it) => ({ conversationId: it.id, baseSubject, address }))
      })
    },
    async findByAddress(integrationId, addresses, since) {
      const { conversations, participants } = context.tables()
      const active = [...conversations.values()]
        .filter((it) => it.integrationId === integrationId && isActive(it, since))
        .toSorted((one, other) => other.lastMessageAt.getTime() - one.lastMessageAt.getTime())
      return [...new Set(addresses)].flatMap((address) =>
        active
          .filter(({ id }) => participants.get(id)?.has(address))
          .slice(0, 20)
          .map(({ id }) => ({ conversationId: id, address })),
      )
    },
    async participants(conversationIds) {
      const { participants } = context.tables()
      return [...new Set(conversationIds)].flatMap((conversationId) =>
        Array.from(participants.get(conversationId)?.keys() ?? [], (address) => ({
          conversationId,
          address,
        })),
      )
    },
    async conversations(integrationId, conversationIds) {
      const { conversations, messages } = context.tables()
      return [...new Set(conversationIds)].flatMap((id) => {
        const known = conversations.get(id)
        if (known?.integrationId !== integrationId) return []
        const { status, subject, firstMessageAt, lastMessageAt, lastMessageId } = structuredClone(known)
        const subjects = [subject, messages.get(lastMessageId)?.subject ?? subject]
        return [{ conversationId: id, status, subjects, firstMessageAt, lastMessageAt }]
      })
    },
    async lead(integrationId, mailIds, conversationId) {
      const known = innerMap(context.tables().links, integrationId)
      for (const mailId of mailIds) {
        const link = known.get(mailId)
        if (link !== undefined) journal.set(known, mailId, { ...link, conversationId })
      }
    },
    async removeParticipants(participants) {
      for (const { conversationId, address } of participants) {
        journal.delete(innerMap(context.tables().participants, conversationId), address)
      }
    },
    async record(integrationId, links, participants) {
      const tables = context.tables()
      const known = innerMap(tables.links, integrationId)
      for (const link of links) {
        const before = known.get(link.mailId)
        const after = before === undefined ? structuredClone(link) : combined(before, link)
        if (after !== before) journal.set(known, link.mailId, after)
      }
      for (const { conversationId, address } of participants) {
        const addresses = innerMap(tables.participants, conversationId)
        if (!addresses.has(address)) journal.set(addresses, address, true)
      }
    },
    async forget(integrationId, conversationId, mailIds) {
      const tables = context.tables()
      const known = innerMap(tables.links, integrationId)
      for (const mailId of mailIds) {
        if (known.get(mailId)?.conversationId === conversationId) journal.delete(known, mailId)
      }
      journal.delete(tables.participants, conversationId)
    },
  }
}

/** An own id replaces the same id seen as a reference, and once issued it stays issued. */
function combined(before: ThreadLink, link: ThreadLink): ThreadLink {
  if (!link.isOwn) return before
  const isIssued = before.isIssued || link.isIssued
  return before.isOwn ? { ...before, isIssued } : { ...link, isIssued }
}

function isActive(conversation: StoredConversation, since: Date): boolean {
  const isOpen = conversation.status !== 'archived' && conversation.status !== 'spam'
  return isOpen && conversation.lastMessageAt >= since
}
