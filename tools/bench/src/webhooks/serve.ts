import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInbox, diskBlobs } from '@guichet/core'
import { createHandler } from '@guichet/http'
import { postgres } from '@guichet/postgres'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { signedChannel } from './signed-channel.ts'

/** A server in a process of its own: says its port, and ends with its parent. */

const [what = '', connectionString = '', secret = ''] = process.argv.slice(2)
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

function bareRoute(): (request: Request) => Response | Promise<Response> {
  const app = new Hono()
  app.post('/', async (c) => {
    await c.req.json()
    return c.json({ ok: true })
  })
  return app.fetch
}

async function openInbox() {
  const inbox = createInbox({
    storage: postgres({ connectionString }),
    blobs: diskBlobs(mkdtempSync(join(tmpdir(), 'guichet-bench-'))),
    channels: [signedChannel],
    encryption: {
      keys: [
        { id: 'bench', secret: Buffer.alloc(32, 'a key of thirty-two bytes, nearly').toString('base64') },
      ],
    },
    log: silent,
  })
  await inbox.migrate()
  return inbox
}

async function webhooks(): Promise<{ handle: (request: Request) => Promise<Response>; path: string }> {
  const inbox = await openInbox()
  const acme = inbox.tenant('bench')
  const { id } = await acme.integrations.create({
    type: 'signed',
    name: 'Bench',
    settings: {},
    secrets: { secret },
  })
  process.on('message', (message) => {
    if (message === 'start') inbox.start()
    if (message === 'count')
      void acme.conversations.list({ limit: 200 }).then(({ items }) => {
        const messages = items.reduce((sum, { messageCount }) => sum + messageCount, 0)
        process.send?.({ conversations: items.length, messages })
      })
  })
  return {
    handle: createHandler(inbox, { authenticate: () => null, log: silent }),
    path: `/inbox/webhooks/custom/${id}`,
  }
}

const { handle, path } = what === 'bare' ? { handle: bareRoute(), path: '/' } : await webhooks()
const server = createServer(getRequestListener(handle))
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port, path })
})
process.once('disconnect', () => process.exit(0))
