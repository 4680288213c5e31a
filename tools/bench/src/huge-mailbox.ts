import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ListenSession, secret, systemClock } from '@guichet/core'
import { type ImapSecrets, type ImapSettings, imap } from '@guichet/imap'
import { startDovecot } from '@guichet-tools/real-servers'

/**
 * Reads a huge mailbox of a real Dovecot, stopping twice on the way, and prints time and memory:
 * `pnpm bench:huge [mails]`, 200,000 unless told. Messages are dropped as they come: this is about the reading.
 */
const count = Number(process.argv[2] ?? 200_000)
const user = { address: 'huge@guichet.test', password: 'secret' }
const server = await startDovecot({ users: [user], tls: false })
try {
  await fill(server.mailDirectory(user.address))
  await server.doveadm('mailbox', 'status', '-u', user.address, 'messages', 'INBOX')
  const cursors = new Map<string, unknown>()
  const seen = new Set<string>()
  const start = performance.now()
  const before = process.memoryUsage().rss
  let peak = 0
  let firstMs = 0
  for (const stopAt of [count / 3, (2 * count) / 3, Number.POSITIVE_INFINITY]) {
    const stopping = new AbortController()
    const session: ListenSession<ImapSettings, ImapSecrets> = {
      integrationId: 'huge',
      settings: {
        ...{ address: user.address, name: '', host: server.host, port: server.port },
        ...{ security: 'none', folders: ['INBOX'] },
      },
      secrets: secret({ password: user.password }),
      cursors: [...cursors].map(([source, value]) => ({ source, value })),
      intervalMs: 300_000,
      signal: stopping.signal,
      clock: systemClock(),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      async accept({ messages, cursor }) {
        for (const { locator } of messages) seen.add(locator)
        if (cursor !== null) cursors.set(cursor.source, cursor.value)
        peak = Math.max(peak, process.memoryUsage().rss)
        if (messages.length > 0 && firstMs === 0) firstMs = performance.now() - start
        if (seen.size >= stopAt) stopping.abort()
        return { stored: messages.length, known: 0, quarantined: 0 }
      },
      report: async () => stopping.abort(),
      onSyncRequest: () => () => undefined,
    }
    await imap({ privateHosts: 'allowed' }).listen?.(session)
  }
  const seconds = Math.round((performance.now() - start) / 1_000)
  const [peakMB, beforeMB] = [peak, before].map((bytes) => Math.round(bytes / 1e6))
  const figures = { mails: seen.size, seconds, firstMs: Math.round(firstMs), peakMB, beforeMB }
  console.info(JSON.stringify(figures))
  if (seen.size !== count) throw new Error(`${count - seen.size} mails are missing`)
} finally {
  await server.stop()
}

async function fill(maildir: string): Promise<void> {
  const folder = join(maildir, 'new')
  await mkdir(folder, { recursive: true })
  for (let from = 0; from < count; from += 500) {
    const numbers = Array.from({ length: Math.min(500, count - from) }, (_, index) => from + index + 1)
    await Promise.all(
      numbers.map((number) => {
        const head = `From: Ann <ann${number}@example.org>\r\nSubject: Mail ${number}\r\nMessage-ID: <${number}@example.org>`
        const name = `1700000000.M${String(number).padStart(9, '0')}.test`
        return writeFile(join(folder, name), `${head}\r\n\r\n${'Some words of a customer.\r\n'.repeat(40)}`, {
          mode: 0o644,
        })
      }),
    )
  }
}
