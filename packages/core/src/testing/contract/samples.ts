import { randomUUID } from 'node:crypto'
import type { Conversation } from '../../model/conversation.ts'
import type { NewInboxEvent } from '../../model/event.ts'
import type { Folder } from '../../model/folder.ts'
import type { Integration } from '../../model/integration.ts'
import type { NewMail } from '../../model/mail.ts'
import type { Message } from '../../model/message.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { EndpointDelivery, WebhookEndpoint } from '../../model/webhook-endpoint.ts'
import type { ContactCandidate } from '../../ports/contact-records.ts'
import type { Storage } from '../../ports/storage.ts'

/** A moment all samples share; what needs an order counts minutes from here. */
export function minute(count: number): Date {
  return new Date(Date.UTC(2026, 10, 2, 8, 0) + count * 60_000)
}

export function sampleIntegration(changes: Partial<Integration> = {}): Integration {
  return {
    id: randomUUID(),
    type: 'imap',
    name: 'Support',
    settings: { host: 'imap.example.org', port: 993 },
    secrets: 'g1.sealed',
    paused: false,
    intervalSeconds: 300,
    createdAt: minute(0),
    lastSyncAt: null,
    lastSyncStatus: null,
    lastSyncError: null,
    lastSyncProblem: null,
    sendError: null,
    sendProblem: null,
    sendHeldUntil: null,
    ...changes,
  }
}

export function sampleFolder(changes: Partial<Folder> = {}): Folder {
  const id = randomUUID()
  return { id, key: id, name: 'folder', parentId: null, position: 0, rule: null, system: false, ...changes }
}

export function sampleConversation(
  changes: Partial<Conversation> & Pick<Conversation, 'integrationId' | 'folderId'>,
): Conversation & { readonly baseSubject: string } {
  return {
    id: randomUUID(),
    contactId: null,
    medium: 'email',
    subject: 'Facture',
    status: 'new',
    priority: 'normal',
    assigneeId: null,
    verdict: 'person',
    messageCount: 1,
    snippet: 'Bonjour',
    firstMessageAt: minute(0),
    lastMessageAt: minute(0),
    lastMessageId: randomUUID(),
    contactName: 'Ada',
    possiblyRelated: null,
    version: 1,
    createdAt: minute(0),
    baseSubject: 'facture',
    ...changes,
  }
}

export function sampleMessage(
  changes: Partial<Message> & Pick<Message, 'integrationId' | 'conversationId'>,
): Message {
  const id = randomUUID()
  return {
    id,
    direction: 'inbound',
    medium: 'email',
    externalId: `mail:${id}`,
    mailId: `${id}@example.org`,
    inReplyTo: [],
    references: [],
    from: { name: 'Ada', address: 'ada@example.org' },
    forwardedFrom: null,
    replyTo: [],
    to: [{ name: '', address: 'support@example.com' }],
    cc: [],
    subject: 'Facture',
    text: 'Bonjour',
    attachments: [],
    sentAt: null,
    receivedAt: minute(0),
    threading: { rule: 'new', evidence: '', possiblyRelated: null },
    authentication: { verdict: 'unchecked', evidence: [], domain: null, warnings: [] },
    parseState: 'ok',
    parseError: null,
    rawKey: null,
    rawSize: 0,
    authorId: null,
    delivery: null,
    verdict: 'person',
    evidence: [],
    ...changes,
  }
}

export function sampleOutboxEntry(
  changes: Partial<OutboxEntry> & Pick<OutboxEntry, 'messageId' | 'integrationId'>,
): OutboxEntry {
  return {
    idempotencyKey: randomUUID(),
    state: 'ready',
    fence: 0,
    attempts: 0,
    html: '<p>Bonjour</p>',
    template: null,
    error: null,
    providerId: null,
    nextAttemptAt: null,
    sendingUntil: null,
    createdAt: minute(0),
    dueAt: null,
    isScheduled: false,
    cancelIfAnswered: false,
    undo: null,
    uncertainSince: null,
    ...changes,
  }
}

/** A mail of the host with everything a mail may have. */
export function sampleMail(changes: Partial<NewMail> = {}): NewMail {
  const id = randomUUID()
  return {
    id,
    mailId: `${id}@example.com`,
    from: { name: 'Acme', address: 'factures@example.com' },
    replyTo: { name: '', address: 'contact@example.com' },
    to: [{ name: 'Ada', address: 'ada@example.org' }],
    cc: [{ name: '', address: 'bob@example.org' }],
    bcc: [{ name: '', address: 'archive@example.com' }],
    dropped: [{ address: 'gone@example.org', because: 'undeliverable' }],
    subject: 'Facture "é"',
    text: 'Bonjour',
    html: '<p>Bonjour</p>',
    attachments: [{ name: 'é.pdf', contentType: 'application/pdf', size: 3, blobKey: 'acme/1.0-3' }],
    priority: 'high',
    automatic: true,
    tags: ['facture', '"2"'],
    template: 'invoice',
    authorId: 'zoe',
    createdAt: minute(0),
    ...changes,
  }
}

export function sampleEvent(changes: Partial<NewInboxEvent> = {}): NewInboxEvent {
  return {
    id: randomUUID(),
    type: 'message.received',
    at: minute(0),
    actor: { kind: 'system' },
    conversationId: null,
    messageId: null,
    integrationId: null,
    data: {},
    ...changes,
  }
}

export function sampleCandidate(addressKey: string, name = 'Ada'): ContactCandidate {
  return { id: randomUUID(), addressKey, name, createdAt: minute(0) }
}

/** A tenant of its own for every check, so that one database serves them all. */
export function newTenant(): string {
  return `contract-${randomUUID()}`
}

export interface Office {
  readonly tenant: string
  readonly integrationId: string
  readonly folderId: string
}

/** A new tenant with one integration and one folder: what most checks start from. */
export async function openOffice(storage: Storage): Promise<Office> {
  const tenant = newTenant()
  const integration = sampleIntegration()
  const folder = sampleFolder({ key: 'inbox', name: 'inbox', system: true })
  await storage.transaction(tenant, async (tx) => {
    await tx.integrations.insert(integration)
    await tx.folders.insertMissing([folder])
  })
  return { tenant, integrationId: integration.id, folderId: folder.id }
}

/** Stores one sample conversation and returns it as it reads. */
export async function openConversation(
  storage: Storage,
  office: Office,
  changes: Partial<Conversation & { readonly baseSubject: string }> = {},
): Promise<Conversation> {
  const { tenant, integrationId, folderId } = office
  const { baseSubject, ...conversation } = sampleConversation({ integrationId, folderId, ...changes })
  await storage.transaction(tenant, (tx) => tx.conversations.insert([{ ...conversation, baseSubject }]))
  return conversation
}

export function sampleEndpoint(changes: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return {
    id: randomUUID(),
    url: 'https://hooks.example.org/guichet',
    description: '',
    eventTypes: [],
    state: 'enabled',
    stateSince: minute(0),
    because: null,
    secrets: 'g1.sealed',
    createdAt: minute(0),
    failures: 0,
    failingSince: null,
    restsUntil: null,
    ...changes,
  }
}

export function sampleDelivery(
  changes: Partial<EndpointDelivery> & Pick<EndpointDelivery, 'endpointId'>,
): EndpointDelivery {
  return {
    id: randomUUID(),
    eventId: randomUUID(),
    eventType: 'message.received',
    payload: '{"type":"message.received"}',
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: minute(0),
    createdAt: minute(0),
    log: [],
    ...changes,
  }
}
