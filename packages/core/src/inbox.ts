import { deliverabilityApi } from './api/deliverability-api.ts'
import { checkedAddress } from './api/mail-recipients.ts'
import { undoSecondsSchema } from './api/sending-input.ts'
import { tenantInbox } from './api/tenant-inbox.ts'
import { receiveReports } from './callbacks/receive-reports.ts'
import { receiveWebhook } from './callbacks/receive-webhook.ts'
import { warnSeldom } from './callbacks/warn-seldom.ts'
import { carefulMetrics } from './careful-metrics.ts'
import { channelRegistry } from './channels.ts'
import { countedStorage } from './counted-storage.ts'
import { encryption, type HostKey, parseHostKey } from './encryption.ts'
import { GuichetError, toGuichetError } from './errors.ts'
import type { Inbox, Worker } from './inbox-api.ts'
import type { MailFrom } from './inbox-mailer.ts'
import { jsonLog } from './json-log.ts'
import { mailIds } from './mail-ids.ts'
import { measureBacklog } from './measure-backlog.ts'
import type { UnprovenSenders } from './model/authentication.ts'
import { tenantIdSchema } from './model/tenant.ts'
import type { BlobStore } from './ports/blobs.ts'
import type { ChannelType, ThreadKeys } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import type { DnsResolver } from './ports/dns.ts'
import type { Log } from './ports/log.ts'
import type { MailSender } from './ports/mail-sender.ts'
import type { MailTemplates } from './ports/mail-templates.ts'
import type { Metrics } from './ports/metrics.ts'
import type { Storage } from './ports/storage.ts'
import type { WebhookPoster } from './ports/webhook-poster.ts'
import type { MessageListener } from './process.ts'
import { type SendLimits, sendLimitsSchema } from './sending/leaving/send-limits.ts'
import { hostSenders } from './sending/senders/host-senders.ts'
import { systemClock } from './system-clock.ts'
import { systemDns } from './system-dns.ts'
import { validate } from './validate.ts'
import { startWorker } from './worker.ts'

export interface InboxOptions {
  readonly storage: Storage
  readonly blobs: BlobStore
  /** The first key encrypts, every one decrypts: put a new key first and keep the old ones behind it. */
  readonly encryption: { readonly keys: readonly HostKey[] }
  readonly channels: readonly ChannelType[]
  readonly onMessage?: MessageListener
  /** For monitoring and ticket systems that write to us and drop our references. */
  readonly threadKeys?: ThreadKeys
  /**
   * What a sender may do who is neither proven nor forged. `separate` unless told: he joins a conversation only by
   * answering a message of ours. `join` trusts every address that is not proven to be forged: for mailboxes whose
   * senders sign nothing, and for hosts that accept that strangers can write into conversations.
   */
  readonly unprovenSenders?: UnprovenSenders
  /** Answers what domains publish, for `deliverability.check`; the machine's DNS servers unless told. */
  readonly dns?: DnsResolver
  /** The largest file that is fetched from a provider and kept; 16 MiB unless told. */
  readonly maxFetchedFileBytes?: number
  /** Delivers events to the host's URLs: `webhookPoster()` of @guichet/webhook. */
  readonly webhooks?: WebhookPoster
  /** What sends the application's own mail, see `TenantInbox.mailer`; several are tried in their order. */
  readonly senders?: readonly MailSender[]
  /** Who the application's own mail is from, where it does not say so itself. */
  readonly mailFrom?: MailFrom
  /** What the application's own mail is made of: `mailTemplates()` of a package of templates. */
  readonly templates?: MailTemplates
  /** How long an answer of a person can be taken back before it leaves, 0 to 120; 10 seconds unless told. */
  readonly undoSeconds?: number
  /** How much may leave: what is beyond it waits, and never fails for it. */
  readonly limits?: SendLimits
  /** Where numbers go: `prometheusMetrics()` of @guichet/prometheus. Nothing is counted unless told. */
  readonly metrics?: Metrics
  readonly clock?: Clock
  /** Where warnings and errors go; one JSON line each on standard error unless told. */
  readonly log?: Log
}

/**
 * Makes an inbox of its parts. Nothing is opened or started yet. Throws `invalid-configuration` for keys or
 * channel types that cannot work.
 */
export function createInbox(options: InboxOptions): Inbox {
  const { blobs, clock = systemClock() } = options
  const log = options.log ?? jsonLog(clock, (line) => process.stderr.write(line))
  const { keys } = options.encryption
  if (keys.length === 0) {
    throw new GuichetError('invalid-configuration', 'encryption.keys: at least one key is needed', {
      field: 'encryption.keys',
    })
  }
  const { storage, ...counting } = measured(options, clock, log)
  const { sender, byName } = hostSenders(options.senders ?? [], { log, ...counting })
  const ctx = {
    ...mailing(options, sender),
    ...{ storage, blobs, clock, log, ...counting },
    unprovenSenders: options.unprovenSenders ?? 'separate',
    channels: channelRegistry(options.channels),
    encryption: encryption(clock, keys),
    mailIds: mailIds(clock, keys.map(parseHostKey)),
    ...(options.maxFetchedFileBytes === undefined
      ? {}
      : { maxFetchedFileBytes: options.maxFetchedFileBytes }),
    ...(options.webhooks === undefined ? {} : { poster: options.webhooks }),
    undoSeconds: validate(undoSecondsSchema, options.undoSeconds ?? 10, 'undoSeconds'),
    limits: validate(sendLimitsSchema, options.limits ?? {}, 'limits'),
    ...(options.threadKeys === undefined ? {} : { threadKeys: options.threadKeys }),
  }
  const tenant: Inbox['tenant'] = (id) =>
    tenantInbox({ ...ctx, tenant: validate(tenantIdSchema, id, 'tenant') })
  const workers = new Set<Worker>()
  return {
    migrate: () => storage.migrate(),
    tenant,
    receiveWebhook: receiveWebhook(ctx),
    receiveReports: receiveReports(ctx, byName),
    deliverability: deliverabilityApi(() => options.dns ?? systemDns(), clock),
    start(workerOptions) {
      const worker = startWorker({ ...ctx, tenant, onMessage: options.onMessage ?? null }, workerOptions)
      workers.add(worker)
      return worker
    },
    async close() {
      try {
        await Promise.all([...workers].map((worker) => worker.stop()))
        await Promise.all(
          [...options.channels, ...(sender === undefined ? [] : [sender])].map((one) => one.close?.()),
        )
      } finally {
        await storage.close()
      }
    },
  }
}

/** What queues the application's own mail, and what sends it. */
function mailing({ mailFrom, templates }: InboxOptions, sender: MailSender | undefined) {
  const sending = sender === undefined ? {} : { sender }
  // What is wrong for every mail is said before the first one.
  if (mailFrom !== undefined && typeof mailFrom !== 'function') checkedAddress('mailFrom', mailFrom)
  return {
    ...sending,
    mailing: {
      ...sending,
      ...(mailFrom === undefined ? {} : { from: mailFrom }),
      ...(templates === undefined ? {} : { templates }),
    },
  }
}

/** The storage whose events are counted and what counts the rest; the bare storage where nobody counts. */
function measured(
  { storage, metrics: given }: InboxOptions,
  clock: Clock,
  log: Log,
): { readonly storage: Storage; readonly metrics?: Metrics } {
  if (given === undefined) return { storage }
  const warn = warnSeldom(clock, log)
  const metrics = carefulMetrics(given, (error) =>
    warn('metrics', 'a number could not be noted', { code: toGuichetError(error).code }),
  )
  metrics.beforeReading?.(() => measureBacklog({ storage, metrics, log }))
  return { storage: countedStorage(storage, metrics), metrics }
}
