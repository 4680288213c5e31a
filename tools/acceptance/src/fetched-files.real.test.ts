import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInbox, diskBlobs, type Message, safeFetch, type TenantInbox } from '@guichet/core'
import { type FakeChannel, fakeChannel, parsedMessage } from '@guichet/core/testing'
import { postgres } from '@guichet/postgres'
import { freePort, postgresMissing, skipUnless, startPostgres } from '@guichet-tools/real-servers'
import { describe, expect, onTestFinished, test } from 'vitest'

const messages = 12

/** A provider that keeps one file per message, and has lost every third one. */
async function startProvider(): Promise<string> {
  const port = await freePort()
  const server = createServer(({ url = '' }, response) => {
    const index = Number(url.slice(1))
    if (index % 3 === 0) response.writeHead(410).end()
    else response.setHeader('content-type', 'text/plain').end(`file ${index}`)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${port}`
}

async function openInbox(
  provider: string,
): Promise<{ readonly tenant: TenantInbox; readonly folder: string }> {
  const channel: FakeChannel = {
    ...fakeChannel(),
    fetchAttachment(_connection, raw, _index, signal) {
      const { text }: { readonly text: string } = JSON.parse(Buffer.from(raw.bytes ?? []).toString())
      return safeFetch(`${provider}/${text}`, {
        privateHosts: 'allowed',
        allowedHosts: ['127.0.0.1'],
        signal,
      })
    },
  }
  const fetched = { state: 'waiting', blobKey: null, error: null } as const
  const file = { name: 'a.txt', contentType: 'text/plain', size: 0, contentId: null, inline: false, fetched }
  for (let index = 1; index <= messages; index += 1) {
    channel.put(
      parsedMessage({ mailId: `${index}@x`, text: String(index), attachments: [file], sentAt: new Date() }),
    )
  }
  const database = await startPostgres()
  onTestFinished(() => database.stop())
  const folder = await mkdtemp(join(tmpdir(), 'guichet-fetched-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const inbox = createInbox({
    storage: postgres({ connectionString: await database.createDatabase(), allowUnsafeDurability: true }),
    ...{ blobs: diskBlobs(folder), channels: [channel] },
    encryption: { keys: [{ id: 'test', secret: randomBytes(32).toString('base64') }] },
    log: { info: () => undefined, warn: () => undefined, error: console.error },
  })
  onTestFinished(() => inbox.close())
  await inbox.migrate()
  const tenant = inbox.tenant('demo')
  const settings = { address: 'support@acme.example' }
  await tenant.integrations.create({ type: 'fake', name: 'Support', settings, secrets: { password: '1' } })
  inbox.start()
  return { tenant, folder }
}

async function allMessages(tenant: TenantInbox): Promise<readonly Message[]> {
  const { items } = await tenant.conversations.list({ limit: 100 })
  return (await Promise.all(items.map(({ id }) => tenant.conversations.messages(id)))).flatMap(
    (page) => page.items,
  )
}

async function text(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of bytes) parts.push(part)
  return Buffer.concat(parts).toString()
}

describe.skipIf(skipUnless(postgresMissing()))('files that a provider keeps, on Postgres and a disk', () => {
  test('are fetched once each, or say why not, and nothing of them outlives their messages', async () => {
    const { tenant, folder } = await openInbox(await startProvider())
    const settled = async () =>
      (await allMessages(tenant)).filter(({ attachments }) => attachments[0]?.fetched?.state !== 'waiting')
    await expect.poll(async () => (await settled()).length, { timeout: 30_000 }).toBe(messages)
    for (const message of await settled()) {
      const { fetched, size } = message.attachments[0] ?? {}
      const isLost = Number(message.text) % 3 === 0
      expect(fetched?.state).toBe(isLost ? 'failed' : 'stored')
      if (isLost) expect(fetched?.error).toBe('the server does not have the file any more (410)')
      else {
        expect(size).toBe(`file ${message.text}`.length)
        expect(await text((await tenant.messages.attachment(message.id, 0)).bytes)).toBe(
          `file ${message.text}`,
        )
      }
    }
    for (const { id } of (await tenant.conversations.list({ limit: 100 })).items)
      await tenant.conversations.remove(id)
    const left = await readdir(folder, { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual([])
  })
})
