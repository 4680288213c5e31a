import { createHash } from 'node:crypto'
import { imap } from '@guichet/imap'
import type { DovecotServer, MailUser } from '@guichet-tools/real-servers'
import { ImapFlow } from 'imapflow'

export interface ServerMail {
  readonly uid: number
  readonly source: Buffer
}

/** What a mailbox holds, read by a client of its own: the truth to compare with. */
export async function mailOnServer(
  dovecot: DovecotServer,
  { address, password }: MailUser,
  folder = 'INBOX',
): Promise<readonly ServerMail[]> {
  const client = new ImapFlow({
    ...{ host: 'localhost', port: dovecot.tlsPort, secure: true, tls: { ca: dovecot.ca }, logger: false },
    auth: { user: address, pass: password },
  })
  await client.connect()
  const mails: ServerMail[] = []
  try {
    const { exists } = await client.mailboxOpen(folder, { readOnly: true })
    const all = exists === 0 ? [] : client.fetch('1:*', { uid: true, source: true })
    for await (const { uid, source } of all) {
      if (source === undefined) throw new Error(`Dovecot did not deliver UID ${uid}`)
      mails.push({ uid, source })
    }
    await client.logout()
  } finally {
    client.close()
  }
  return mails
}

/** The Message-ID as a plain text search finds it in the header; null without one. */
export function mailIdOf(source: Buffer): string | null {
  const header = source.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? ''
  return /^message-id:\s*<([^<>\s]+)>/im.exec(header)?.[1] ?? null
}

/** What "the same mail" means to the product for these bytes. */
export async function externalIdOf(source: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(source).digest('hex')
  const raw = { size: source.length, sha256, bytes: source, open: () => bytes(source) }
  return imap()
    .parse(raw)
    .then(
      ({ externalId }) => externalId,
      () => `raw:${sha256}`,
    )
}

async function* bytes(source: Buffer): AsyncIterable<Uint8Array> {
  yield source
}
