import { type Folder, GuichetError, type Inbox, type InboxEvent, type TenantInbox } from '@guichet/core'

/** The one id that exists in the tenant `acme`, whatever is asked for; nothing exists in other tenants. */
export const knownId = '018f0000-0000-7000-8000-000000000001'
export const unknownId = '018f0000-0000-7000-8000-00000000ffff'

export interface FakeInbox extends Inbox {
  /** Every call that reached the inbox, with its arguments. */
  readonly calls: readonly {
    readonly name: string
    readonly tenant: string
    readonly args: readonly unknown[]
  }[]
  /** Makes an event happen. */
  emit(type: InboxEvent['type']): void
}

const folder: Folder = {
  id: knownId,
  key: 'support',
  name: 'Support',
  parentId: null,
  position: 0,
  rule: null,
  system: false,
}

/** An inbox whose every record is called `knownId`; it remembers calls and answers them with one fixed value. */
export function fakeInbox(
  overrides: Readonly<Record<string, (...args: never[]) => unknown>> = {},
): FakeInbox {
  const calls: { name: string; tenant: string; args: readonly unknown[] }[] = []
  const log: InboxEvent[] = []
  const waiting = new Set<() => void>()

  function area(tenant: string, areaName: string): unknown {
    return new Proxy(
      {},
      {
        get:
          (_, method) =>
          async (...args: readonly never[]) => {
            const name = `${areaName}.${String(method)}`
            calls.push({ name, tenant, args })
            const override = overrides[name]
            if (override) return override(...args)
            const [id] = args
            const isAboutOne = typeof id === 'string' && areaName !== 'deliverability'
            if (isAboutOne && (tenant !== 'acme' || id !== knownId)) {
              throw new GuichetError('not-found', 'there is no such thing')
            }
            return answerOf(name, isAboutOne)
          },
      },
    )
  }

  function tenantInbox(id: string): TenantInbox {
    const areas = {
      ...{
        folders: 1,
        conversations: 1,
        messages: 1,
        contacts: 1,
        addresses: 1,
        integrations: 1,
        endpoints: 1,
        uploads: 1,
        mailer: 1,
      },
    }
    const tenant = {
      id,
      once: (_: unknown, work: (inside: TenantInbox) => Promise<string>) => work(tenant),
      ...Object.fromEntries(Object.keys(areas).map((name) => [name, area(id, name)])),
      events: fakeEvents(log, waiting, overrides),
    } as unknown as TenantInbox
    return tenant
  }

  return {
    calls,
    deliverability: area('acme', 'deliverability') as Inbox['deliverability'],
    receiveWebhook: (overrides.receiveWebhook as Inbox['receiveWebhook'] | undefined) ?? (async () => 'kept'),
    receiveReports:
      (overrides.receiveReports as Inbox['receiveReports'] | undefined) ?? (async () => undefined),
    migrate: async () => undefined,
    start: () => ({ stop: async () => undefined }),
    close: async () => undefined,
    tenant: tenantInbox,
    emit: (type) => {
      log.push({
        id: `event-${log.length + 1}`,
        position: String(log.length + 1),
        type,
        at: new Date('2026-11-02T09:00:00Z'),
        actor: { kind: 'system' },
        conversationId: knownId,
        messageId: null,
        integrationId: null,
        data: { text: 'two\nlines' },
      })
      for (const wake of waiting) wake()
    },
  }
}

function answerOf(name: string, isAboutOne: boolean): unknown {
  if (/remove|verify|requestSync|clearMarks/.test(name)) return undefined
  if (name === 'messages.raw') return rawMessage()
  if (name === 'messages.attachment') return { name: 'bon de commande « é ».pdf', bytes: rawMessage() }
  if (name === 'integrations.types') return []
  if (name.startsWith('mailer.') && name !== 'mailer.list') return { id: knownId, attachments: [] }
  if (name.endsWith('.list') && !/^(conversations|mailer)\./.test(name)) return [folder]
  if (/list|messages$|quarantined|scheduled/.test(name)) return { items: [], nextCursor: null }
  return { ...folder, at: new Date('2026-11-02T09:00:00Z'), isAboutOne }
}

async function* rawMessage(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('Subject: caf')
  yield Buffer.from([0xe9, 0x0d, 0x0a, 0x0d, 0x0a])
}

function fakeEvents(
  log: readonly InboxEvent[],
  waiting: Set<() => void>,
  overrides: Readonly<Record<string, (...args: never[]) => unknown>>,
): TenantInbox['events'] {
  return {
    after: async (position, limit = 100) => {
      await overrides['events.after']?.()
      if (position === null) return { events: [], position: String(log.length) }
      if (!/^\d+$/.test(position)) throw new GuichetError('invalid-input', 'this is no position')
      const events = log.slice(Number(position), Number(position) + limit)
      return { events, position: events.at(-1)?.position ?? position }
    },
    follow: async function* (position, signal) {
      let seen = Number(position ?? log.length)
      while (!signal.aborted) {
        const event = log[seen]
        if (event) {
          seen += 1
          yield event
        } else {
          await new Promise<void>((resolve) => {
            waiting.add(resolve)
            signal.addEventListener('abort', () => resolve(), { once: true })
          })
        }
      }
    },
  }
}
