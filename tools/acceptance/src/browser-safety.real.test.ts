import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { freePort, skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hostile, htmlOnly, mail, newsletter, thread } from './browser-mails.ts'
import { articles, row, titled } from './browser-steps.ts'
import { browserMissing, browserSuite } from './browser-suite.ts'

describe.skipIf(skipUnless(browserMissing()))(
  'the web inbox in a real browser: access, safety, originals',
  () => {
    const { desks, show } = browserSuite(['axe', 'hostile', 'original'])

    test('axe-core finds nothing in the main states, in light and in dark', async () => {
      const desk = await desks().open('axe', { mails: [...thread, newsletter, htmlOnly] })
      for (const dark of [false, true]) {
        const { page, accessibilityViolations } = await show(desk, { dark })
        await row(page, 'Claire Moreau').waitFor()
        expect(await accessibilityViolations()).toEqual([])
        await row(page, 'Claire Moreau').click()
        await articles(page).first().waitFor()
        expect(await accessibilityViolations()).toEqual([])
        await page.getByRole('button', { name: /^Statut/ }).click()
        await page.getByRole('menuitemradio', { name: 'Archivé' }).waitFor()
        expect(await accessibilityViolations()).toEqual([])
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: 'Nouveau dossier' }).click()
        await page.getByRole('dialog').getByRole('checkbox').check()
        await page.getByRole('button', { name: 'Ajouter un groupe' }).click()
        expect(await accessibilityViolations()).toEqual([])
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
        await page.getByRole('link', { name: 'Spam' }).click()
        await page.getByText('Aucune conversation avec ce statut').waitFor()
        expect(await accessibilityViolations()).toEqual([])
      }
    })

    test('a hostile mail is text: nothing runs, nothing is asked of anybody else', async () => {
      let visits = 0
      const port = await freePort()
      const elsewhere = createServer((_request, response) => {
        visits += 1
        response.end()
      }).listen(port, '127.0.0.1')
      onTestFinished(() => void elsewhere.close())
      const attacker = `http://127.0.0.1:${port}`
      const desk = await desks().open('hostile', { mails: [hostile(attacker)] })
      const { page, requests } = await show(desk)
      page.on('dialog', (dialog) => {
        visits += 1
        void dialog.dismiss()
      })
      await row(page, '<img src=x onerror=alert(1)>').click()
      await page.getByRole('heading', { name: '<script>alert(1)</script>' }).waitFor()
      await articles(page).getByText('Bonjour').waitFor()
      await articles(page).getByText(`<img src="${attacker}/text.png"`).waitFor()
      await titled(page, '(1) Boîte de réception · Guichet')
      expect(requests.filter((url) => url.origin !== new URL(desk.url).origin)).toEqual([])
      expect(requests.filter((url) => url.pathname.endsWith('/x'))).toEqual([])
      expect(visits).toBe(0)
    })

    test('the original is downloaded byte for byte', async () => {
      const head = mail({ id: 'raw', from: 'latin@demo.test', subject: 'Octets', text: 'Texte', hour: 9 })
      const raw = Buffer.concat([
        Buffer.from(head),
        Buffer.from([0xe9, 0x80, 0xff, 0x0d, 0x0a, 0x2e, 0x0d, 0x0a]),
      ])
      const desk = await desks().open('original', { mails: [raw] })
      const { page } = await show(desk)
      await row(page, 'latin@demo.test').click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Original' }).click(),
      ])
      expect(download.suggestedFilename()).toMatch(/\.eml$/)
      expect(await readFile(await download.path())).toEqual(raw)
    })
  },
)
