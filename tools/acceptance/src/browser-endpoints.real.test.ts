import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { postgresMissing, skipUnless } from '@guichet-tools/real-servers'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { chromiumMissing } from './browser-page.ts'
import { deskSuite } from './browser-suite.ts'
import { startTextDesk } from './text-desk.ts'

describe.skipIf(skipUnless(chromiumMissing() ?? postgresMissing()))(
  'outgoing webhooks in a real browser',
  () => {
    const { show } = deskSuite(startTextDesk)

    test('events are posted to a new destination, and its log says what was answered', async () => {
      const receiver = await listen()
      try {
        const { page, accessibilityViolations } = await show('/?endpoints=')
        await createDestination(page, receiver.url)
        await page.getByRole('button', { name: 'Tester' }).click()
        const line = page.getByRole('listitem').filter({ hasText: 'ping' })
        await line.getByText('Reçu').waitFor()
        await line.getByRole('button').first().click()
        await line.getByText('réponse 204').waitFor()
        expect(await accessibilityViolations()).toEqual([])
        expect(receiver.signatures[0]).toMatch(/^v1,/)
      } finally {
        await receiver.close()
      }
    })
  },
)

async function createDestination(page: Page, url: string): Promise<void> {
  await page.getByRole('button', { name: 'Nouvelle destination' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Adresse (URL)').fill(url)
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  expect(await page.getByLabel('Secret', { exact: true }).inputValue()).toMatch(/^whsec_/)
  await page.getByRole('button', { name: 'J’ai copié le secret' }).click()
  await page.getByRole('heading', { name: url }).waitFor()
}

/** A program of the host that is told of events. */
async function listen(): Promise<{ url: string; signatures: string[]; close: () => Promise<void> }> {
  const signatures: string[] = []
  const server = createServer((request, response) => {
    signatures.push(String(request.headers['webhook-signature']))
    request.resume().on('end', () => response.writeHead(204).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    ...{ url: `http://127.0.0.1:${port}/events`, signatures },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
