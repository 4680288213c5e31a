import {
  type BlobStore,
  type ChannelType,
  createInbox,
  diskBlobs,
  type ListenSession,
  type Sender,
  toGuichetError,
} from '@guichet/core'
import { imap } from '@guichet/imap'
import { postgres } from '@guichet/postgres'
import { type SmtpOptions, type SmtpSecrets, type SmtpSettings, smtp } from '@guichet/smtp'
import type { WorkerReport, WorkerRequest, WorkerSettings } from './worker-settings.ts'

/**
 * A worker in a process of its own, as a host would run it, so that it can be killed. It tells its parent where it
 * is, so that a kill can be aimed; the product code is as it is.
 */
const settings: WorkerSettings = JSON.parse(process.argv[2] ?? '{}')

function tell(report: WorkerReport): void {
  if (process.connected) process.send?.(report)
}

function observedBlobs(blobs: BlobStore): BlobStore {
  return {
    ...blobs,
    async put(tenant, raw) {
      tell({ kind: 'keeping', messages: raw.length })
      const stored = await blobs.put(tenant, raw)
      tell({ kind: 'kept', messages: raw.length })
      return stored
    },
  }
}

function observedSender(sender: Sender<SmtpSettings, SmtpSecrets>): Sender<SmtpSettings, SmtpSecrets> {
  return {
    ...sender,
    async send(connection, message) {
      tell({ kind: 'sending', mailId: message.mailId ?? '' })
      const receipt = await sender.send(connection, message)
      tell({ kind: 'sent', mailId: message.mailId ?? '' })
      return receipt
    },
  }
}

/** The process ends where a real one would: while the bytes are being read, with nothing told to anybody. */
function deadlyChannel<Settings, Secrets>(
  channel: ChannelType<Settings, Secrets>,
): ChannelType<Settings, Secrets> {
  const { deadlyText } = settings
  if (deadlyText === undefined) return channel
  return {
    ...channel,
    async parse(raw) {
      if (raw.bytes !== null && Buffer.from(raw.bytes).includes(deadlyText))
        process.kill(process.pid, 'SIGKILL')
      return channel.parse(raw)
    },
  }
}

function diesAfterFiling<Settings, Secrets>(
  channel: ChannelType<Settings, Secrets>,
): ChannelType<Settings, Secrets> {
  const file = channel.fileSent?.bind(channel)
  if (!settings.diesAfterFiling || file === undefined) return channel
  return {
    ...channel,
    async fileSent(...filing) {
      const copy = await file(...filing)
      process.kill(process.pid, 'SIGKILL')
      return copy
    },
  }
}

function smtpOptions({ sending, ca }: WorkerSettings): SmtpOptions {
  return sending === undefined ? {} : { timeouts: sending.timeouts, tls: { ca } }
}

/** Resolves when its session is over. */
function listenToNothing({ signal }: ListenSession): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function deafIfTold<Settings, Secrets>(
  channel: ChannelType<Settings, Secrets>,
): ChannelType<Settings, Secrets> {
  return settings.sending === undefined ? channel : { ...channel, listen: listenToNothing }
}

const inbox = createInbox({
  storage: postgres(settings.database),
  blobs: observedBlobs(diskBlobs(settings.blobFolder)),
  encryption: { keys: [{ id: 'acceptance', secret: settings.key }] },
  // A thousand answers in a few minutes are no flood here.
  limits: { perTenantPerHour: null, perIntegrationPerMinute: null },
  channels: [
    deafIfTold(
      diesAfterFiling(
        deadlyChannel(
          imap({
            privateHosts: 'allowed',
            sender: observedSender(smtp({ privateHosts: 'allowed', ...smtpOptions(settings) })),
            tls: { ca: settings.ca },
            ...(settings.windowSize === undefined ? {} : { windowSize: settings.windowSize }),
          }),
        ),
      ),
    ),
  ],
  onMessage: async (message) => tell({ kind: 'told', messageId: message.id }),
})

// A test run that dies must not leave a worker behind.
process.once('disconnect', () => process.exit(1))
process.on('message', (request: WorkerRequest) => {
  if (request === 'peak') tell({ kind: 'peak', megabytes: process.resourceUsage().maxRSS / 1_024 })
  else void inbox.close().then(() => process.exit(0))
})

try {
  await inbox.migrate()
  inbox.start(settings.leaseMs === undefined ? {} : { leaseMs: settings.leaseMs })
  tell({ kind: 'ready' })
} catch (error) {
  const { code, message } = toGuichetError(error)
  tell({ kind: 'failed', code, message })
}
