import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { freePort, skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mail } from './browser-mails.ts'
import { articles, row } from './browser-steps.ts'
import { browserMissing, browserSuite } from './browser-suite.ts'

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe.skipIf(skipUnless(browserMissing()))('the web inbox in a real browser: what a mail contains', () => {
  const { desks, show } = browserSuite(['formatted', 'files'])

  test('pictures of other servers are asked for when a person wants them, not before', async () => {
    const asked: string[] = []
    const port = await freePort()
    const elsewhere = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('content-type', 'image/png').end(picture)
    }).listen(port, '127.0.0.1')
    onTestFinished(() => void elsewhere.close())
    const text = `<p style="color:rgb(1,2,3)">Notre <b>atelier</b></p><img src="http://127.0.0.1:${port}/shop.png" width="80" height="60" alt="L’atelier">`
    const from = 'Paul Petit <paul@demo.test>'
    const html = mail({ id: 'photo', from, subject: 'Photo', text, type: 'text/html', hour: 9 })
    const desk = await desks().open('formatted', { mails: [html] })
    const { page, accessibilityViolations } = await show(desk)
    await row(page, 'Paul Petit').click()
    await articles(page).getByRole('button', { name: 'Mise en forme' }).click()
    await page.getByText('1 image distante est bloquée').waitFor()
    const frame = page.frameLocator('iframe')
    await frame.getByText('atelier', { exact: true }).waitFor()
    expect(await accessibilityViolations()).toEqual([])
    expect(asked).toEqual([])
    const colour = 'getComputedStyle(document.querySelector("p")).color'
    expect(await frame.locator('p').evaluate(colour)).toBe('rgb(1, 2, 3)')

    await page.getByRole('button', { name: 'Afficher les images' }).click()
    await expect.poll(() => asked).toEqual(['/shop.png'])
    await page.getByText('1 image distante est bloquée').waitFor({ state: 'detached' })
    await frame.getByRole('img', { name: 'L’atelier' }).waitFor()
    expect(await accessibilityViolations()).toEqual([])
  })

  test('a file is downloaded as it was sent, and one that may run a program says so', async () => {
    const plan = Buffer.from([0, 0xff, 0x0d, 0x0a, 0x80])
    const desk = await desks().open('files', { mails: [withFiles(plan)] })
    const { page, accessibilityViolations } = await show(desk)
    await row(page, 'Paul Petit').click()
    const files = articles(page).getByRole('list', { name: '3 pièces jointes' }).getByRole('link')
    await files.first().waitFor()
    expect(await files.filter({ hasText: 'peut exécuter un programme' }).count()).toBe(1)
    await files.filter({ hasText: 'facture.pdf.exe' }).getByText('peut exécuter un programme').waitFor()
    expect(await files.filter({ hasText: 'Fichier sans nom' }).getAttribute('title')).toBe(
      'Télécharger Fichier sans nom',
    )
    expect(await accessibilityViolations()).toEqual([])
    await articles(page).getByRole('button', { name: 'Mise en forme' }).click()
    await page.getByText('Ce message n’a pas de mise en forme.').waitFor()
    await articles(page).getByText('Voici.').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      files.filter({ hasText: 'plan.bin' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('plan.bin')
    expect(await readFile(await download.path())).toEqual(plan)
  })
})

function withFiles(plan: Buffer): string {
  const file = (parameters: string, bytes: Buffer) =>
    `--cut\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment${parameters}\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n`
  return [
    'Date: Thu, 19 Nov 2026 09:00:00 +0100\r\nMessage-ID: <files@demo.test>\r\n',
    'From: Paul Petit <paul@demo.test>\r\nTo: support@demo.test\r\nSubject: Plans\r\n',
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n',
    '--cut\r\nContent-Type: text/plain\r\n\r\nVoici.\r\n',
    file('; filename="plan.bin"', plan),
    file('; filename="facture.pdf.exe"', Buffer.from('MZ')),
    file('', Buffer.from('?')),
    '--cut--\r\n',
  ].join('')
}
