import { postgresMissing, skipUnless } from '@guichet-tools/real-servers'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumMissing, launchBrowser, openPage } from './browser-page.ts'
import { type MailDesk, startMailDesk } from './mail-desk.ts'

describe.skipIf(skipUnless(chromiumMissing() ?? postgresMissing()))(
  'deliverability in a real browser',
  () => {
    let desk: MailDesk
    let browser: Browser
    beforeAll(async () => {
      desk = await startMailDesk()
      browser = await launchBrowser()
    })
    afterAll(async () => {
      await browser?.close()
      await desk?.stop()
    })

    test('the domain of a mailbox is checked, and the record that is missing can be copied', async () => {
      // The browser reports every refused request on the console; the one for a name that is none is asked for.
      const watched = await openPage(browser, desk.url, { expectedProblem: /status of 422/ })
      const { page, accessibilityViolations, problems } = watched
      await page.getByRole('button', { name: 'Réglages' }).click()
      await page.getByRole('menuitem', { name: 'Délivrabilité' }).click()
      await page.getByRole('link', { name: 'boulangerie-martin.example' }).click()
      const section = (name: RegExp) => page.getByRole('region', { name })
      await section(/MX/).getByText('En ordre').waitFor()
      await section(/SPF/).getByText('À améliorer').waitFor()
      await section(/DMARC/).getByText('À corriger').waitFor()
      const value = section(/DMARC/).getByLabel('Valeur de l’enregistrement TXT', { exact: true })
      expect(await value.inputValue()).toBe(
        'v=DMARC1; p=none; rua=mailto:postmaster@boulangerie-martin.example',
      )
      await section(/DMARC/)
        .getByRole('button', { name: /^Copier : Valeur/ })
        .click()
      await section(/DMARC/)
        .getByRole('button', { name: /^Copié : Valeur/ })
        .waitFor()
      expect(await accessibilityViolations()).toEqual([])

      await page.getByText('Préciser qui envoie et signe').click()
      await page.getByLabel('Noms de vos clés DKIM (sélecteurs)').fill('s2026')
      await page.keyboard.press('Enter')
      await section(/DKIM/)
        .getByText(/n’est publiée sous s2026\._domainkey/)
        .waitFor()

      await page.getByLabel('Domaine', { exact: true }).fill('boulangerie')
      await page.getByRole('button', { name: 'Vérifier' }).click()
      await page.getByText('Ce n’est pas un nom de domaine.').waitFor()
      expect(await accessibilityViolations()).toEqual([])
      expect(problems).toEqual([])
      await page.context().close()
    })
  },
)
