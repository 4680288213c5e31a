import { addressKey } from '../model/address.ts'
import type { Contact } from '../model/contact.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Message } from '../model/message.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/storage.ts'
import { fileByRules } from '../steps/file-by-rules.ts'
import { tenantFolders } from '../system-folders.ts'

/** As many messages as decide who wrote in a conversation. */
const maxMessages = 200

/**
 * The conversation after a person said what it is. "Not a newsletter" remembers its senders, so that their mail is
 * never filtered again, gives it its contact and files it as mail of people is filed; "a newsletter" takes all that
 * back. The folder changes only where a machine chose it.
 */
export async function changeVerdict(
  tx: Transaction,
  ctx: { readonly clock: Clock },
  before: Conversation,
  verdict: 'person' | 'bulk',
): Promise<Conversation> {
  const { items } = await tx.messages.list(before.id, { cursor: null, limit: maxMessages })
  const inbound = items.filter(({ direction, from }) => direction === 'inbound' && from !== null)
  const senders = [...new Set(inbound.map(({ from }) => addressKey(from?.address ?? '')))].filter(Boolean)
  const folderId = await folderAfter(tx, { before, verdict, first: inbound[0] })
  if (verdict === 'bulk') {
    await tx.addresses.forget(senders)
    return { ...before, verdict, folderId }
  }
  const since = ctx.clock.now()
  await tx.addresses.remember(senders.map((address) => ({ address, cause: 'confirmed', since })))
  const contact = before.contactId === null ? await contactOf(tx, ctx, inbound) : null
  return { ...before, verdict, folderId, ...(contact === null ? {} : { contactId: contact.id }) }
}

async function contactOf(
  tx: Transaction,
  { clock }: { readonly clock: Clock },
  inbound: readonly Message[],
): Promise<Contact | null> {
  const from = inbound[0]?.from ?? null
  const key = addressKey(from?.address ?? '')
  if (from === null || key === '') return null
  const person = { id: clock.newId(), addressKey: key, name: from.name, createdAt: clock.now() }
  return (await tx.contacts.resolve([person])).get(key) ?? null
}

interface Filing {
  readonly before: Conversation
  readonly verdict: 'person' | 'bulk'
  readonly first: Message | undefined
}

async function folderAfter(tx: Transaction, { before, verdict, first }: Filing): Promise<string> {
  const folders = await tenantFolders(tx)
  const isAutomatic = folders.some(({ id, system }) => id === before.folderId && system)
  if (!isAutomatic || first === undefined) return before.folderId
  return fileByRules(folders, first, verdict).id
}
