import { randomBytes } from 'node:crypto'
import { createInbox, GuichetError, systemClock } from '@guichet/core'
import {
  type FakeChannel,
  fakeChannel,
  memoryBlobs,
  memoryStorage,
  parsedMessage,
} from '@guichet/core/testing'
import { skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { buildWeb } from '../../../packages/examples/server/src/build-web.ts'
import { startServer } from '../../../packages/examples/server/src/start-server.ts'
import { chromiumMissing, launchBrowser, openPage, type WatchedPage } from './browser-page.ts'
import { articles, row } from './browser-steps.ts'

type Fetch = NonNullable<FakeChannel['fetchAttachment']>

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield picture
}

/** A web inbox with one message whose picture its provider keeps. */
async function openInbox(fetchAttachment: Fetch): Promise<WatchedPage> {
  const channel: FakeChannel = { ...fakeChannel(), fetchAttachment }
  const inbox = createInbox({
    undoSeconds: 0,
    ...{ storage: memoryStorage({ clock: systemClock() }), blobs: memoryBlobs(), channels: [channel] },
    encryption: { keys: [{ id: 'test', secret: randomBytes(32).toString('base64') }] },
  })
  onTestFinished(() => inbox.close())
  const tenant = inbox.tenant('demo')
  const settings = { address: 'support@acme.example' }
  await tenant.integrations.create({ type: 'fake', name: 'Support', settings, secrets: { password: '1' } })
  const fetched = { state: 'waiting', blobKey: null, error: null } as const
  const file = {
    name: 'photo.png',
    contentType: 'image/png',
    size: 0,
    contentId: null,
    inline: false,
    fetched,
  }
  channel.put(parsedMessage({ attachments: [file], sentAt: new Date() }))
  inbox.start()
  const server = await startServer({ inbox, tenant: 'demo', webFolder: await buildWeb(), port: 0 })
  onTestFinished(server.close)
  const browser = await launchBrowser()
  onTestFinished(() => browser.close())
  const watched = await openPage(browser, server.url)
  await row(watched.page, 'Claire Petit').click()
  return watched
}

describe.skipIf(skipUnless(chromiumMissing()))(
  'the web inbox in a real browser: files that a provider keeps',
  () => {
    test('a file says that it is on its way, and is there when it has come, without a reload', async () => {
      let give: () => void = () => undefined
      const given = new Promise<void>((resolve) => {
        give = resolve
      })
      const { page, problems, accessibilityViolations } = await openInbox(async () => {
        await given
        return { contentType: 'image/png', name: null, bytes: bytes() }
      })
      const files = articles(page).getByRole('list', { name: '1 pièce jointe' })
      await files.getByText('en cours de récupération').waitFor()
      expect(await files.getByRole('link').count()).toBe(0)
      expect(await accessibilityViolations()).toEqual([])
      give()
      await files.getByRole('link', { name: 'photo.png' }).waitFor()
      expect(await files.getByText('en cours de récupération').count()).toBe(0)
      expect(problems).toEqual([])
    })

    test('a file that could not be had says why, and comes when somebody asks again', async () => {
      let tries = 0
      const { page, problems, accessibilityViolations } = await openInbox(async () => {
        tries += 1
        if (tries === 1)
          throw new GuichetError('not-found', 'the server does not have the file any more (404)')
        return { contentType: 'image/png', name: null, bytes: bytes() }
      })
      const files = articles(page).getByRole('list', { name: '1 pièce jointe' })
      await files.getByText('Fichier non récupéré').waitFor()
      await files.getByText('the server does not have the file any more (404)').waitFor()
      expect(await accessibilityViolations()).toEqual([])
      await files.getByRole('button', { name: 'Réessayer de récupérer photo.png' }).click()
      await files.getByRole('link', { name: 'photo.png' }).waitFor()
      expect(problems).toEqual([])
    })
  },
)
