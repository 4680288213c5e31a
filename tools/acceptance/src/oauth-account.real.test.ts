import { randomBytes } from 'node:crypto'
import { createInbox, type Inbox, type TenantInbox } from '@guichet/core'
import { memoryBlobs } from '@guichet/core/testing'
import { imap } from '@guichet/imap'
import { mailAccounts } from '@guichet/mail-accounts'
import { postgres } from '@guichet/postgres'
import {
  type DovecotServer,
  dovecotMissing,
  type OAuthServer,
  type PostgresServer,
  postgresMissing,
  skipUnless,
  startDovecot,
  startOAuthServer,
  startPostgres,
} from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './eventually.ts'

const address = 'claire@demo.test'
const redirectUri = 'https://inbox.example/sign-in'
const mail =
  'From: ann@x.example\r\nTo: claire@demo.test\r\nSubject: Devis\r\nMessage-ID: <1@x.example>\r\n\r\nBonjour\r\n'

describe.skipIf(skipUnless(dovecotMissing() ?? postgresMissing()))('a mailbox that is signed into', () => {
  let oauth: OAuthServer
  let dovecot: DovecotServer
  let database: PostgresServer
  let inboxes: readonly Inbox[]
  let tenant: TenantInbox

  beforeAll(async () => {
    const scopes = ['https://mail.google.com/']
    oauth = await startOAuthServer({ accounts: [address], redirectUri, scopes, accessTokenSeconds: 3_600 })
    const { tokenInfoUrl } = oauth
    dovecot = await startDovecot({ users: [{ address, password: 'not used' }], tokenInfoUrl })
    database = await startPostgres({ durable: true })
    const connectionString = await database.createDatabase()
    const secret = randomBytes(32).toString('base64')
    const open = () =>
      createInbox({
        storage: postgres({ connectionString }),
        blobs: memoryBlobs(),
        encryption: { keys: [{ id: 'test', secret }] },
        channels: [imap({ privateHosts: 'allowed', tls: { ca: dovecot.ca }, accounts: accountsOf(oauth) })],
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      })
    // Two processes as far as anybody can tell: they share the database and nothing else.
    inboxes = [open(), open()]
    await inboxes[0]?.migrate()
    const first = inboxes[0]?.tenant('acme')
    if (first === undefined) throw new Error('there are two')
    tenant = first
  })

  afterAll(async () => {
    await Promise.all(inboxes.map((inbox) => inbox.close()))
    await Promise.all([oauth.stop(), dovecot.stop(), database.stop()])
  })

  const settings = () => ({ address, host: '127.0.0.1', port: dovecot.tlsPort, security: 'tls' })

  async function signIn(integrationId?: string) {
    const input = { type: 'imap', provider: 'google', name: 'Claire', settings: settings() }
    const again = integrationId === undefined ? {} : { integrationId }
    const { url } = await tenant.integrations.beginSignIn({ ...input, ...again })
    return tenant.integrations.finishSignIn({ url: await oauth.signIn(url) })
  }

  const messages = async () => (await tenant.conversations.list()).items.length

  /** Waits until what is read is what is expected. */
  const becomes = <Value>(expected: Value, read: () => Promise<Value>) =>
    eventually(String(expected), async () => ((await read()) === expected ? true : undefined))

  const state = async (id: string) => (await tenant.integrations.get(id)).lastSyncProblem?.key ?? null

  it('lets the token in, reads its mail, and asks to connect again only when access was taken away', async () => {
    const { id } = await signIn()
    await dovecot.deliver(address, mail)
    const worker = inboxes[0]?.start()
    await becomes(1, messages)
    await becomes<string | null>(null, () => state(id))
    await worker?.stop()

    // The provider is busy while the person has done nothing: nobody is asked to do anything.
    await oauth.revoke(address)
    oauth.failNext(503)
    const second = inboxes[1]?.start()
    await becomes<string | null>('unavailable', () => state(id))
    await tenant.integrations.requestSync(id)
    // Now it answers, and says that the permission is gone.
    await becomes<string | null>('signed-out', () => state(id))
    const { lastSyncStatus, lastSyncWords } = await tenant.integrations.get(id)
    expect(lastSyncStatus).toBe('error')
    expect(lastSyncWords?.fr.remedy).toMatch(/Reconnectez/)

    const asked = oauth.tokenRequests()
    await dovecot.deliver(address, mail.replace('<1@', '<2@').replace('Devis', 'Relance'))
    await signIn(id)
    await becomes(2, messages)
    await becomes<string | null>(null, () => state(id))
    // One for the code. Nobody had asked in vain meanwhile.
    expect(oauth.tokenRequests() - asked).toBe(1)
    await second?.stop()
  })

  it('does not let in a token of somebody else', async () => {
    const input = { type: 'imap', provider: 'google', name: 'Paul' }
    const other = { ...settings(), username: 'paul@demo.test' }
    const { url } = await tenant.integrations.beginSignIn({ ...input, settings: other })
    const finishing = tenant.integrations.finishSignIn({ url: await oauth.signIn(url) })
    await expect(finishing).rejects.toMatchObject({
      code: 'authentication-failed',
      problems: [{ key: 'sign-in-refused', facts: { username: 'paul@demo.test' } }],
    })
  })
})

function accountsOf({ clientId, clientSecret, endpoints }: OAuthServer) {
  return mailAccounts({ redirectUri, google: { clientId, clientSecret, endpoints } })
}
