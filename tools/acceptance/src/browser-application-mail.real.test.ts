import { postgresMissing, skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, test } from 'vitest'
import { chromiumMissing } from './browser-page.ts'
import { deskSuite } from './browser-suite.ts'
import { startMailDesk } from './mail-desk.ts'

const inFiveHours = () => new Date(Date.now() + 5 * 3_600_000)

describe.skipIf(skipUnless(chromiumMissing() ?? postgresMissing()))(
  'mail of the application in a real browser',
  () => {
    const { desk, show } = deskSuite(startMailDesk)

    test('what was sent is found again, read without harm, and what waits is taken back', async () => {
      const { mailer } = desk().tenant
      const html = '<h1>Facture 12</h1><script>parent.document.title = "taken"</script>'
      await mailer.send({ to: 'zoe@client.example', subject: 'Facture 12', html, tags: ['facture'] })
      const rappel = { subject: 'Rappel', text: 'À demain !', sendAt: inFiveHours() }
      await mailer.send({ ...rappel, to: 'marco@client.example' })
      // Chromium says on the console that it did not run the script.
      const options = { expectedProblem: /Blocked script execution/ }
      const { page, accessibilityViolations } = await show('', options)
      await page.getByRole('button', { name: 'Réglages' }).click()
      await page.getByRole('menuitem', { name: 'Courrier de l’application' }).click()
      const list = page.getByRole('list', { name: 'Courrier envoyé' })
      const invoice = list.getByRole('listitem').filter({ hasText: 'Facture 12' })
      await invoice.getByText('Envoyé', { exact: true }).waitFor()
      expect(await accessibilityViolations()).toEqual([])

      await page.getByLabel('Destinataire').fill('zoe@client.example')
      await page.keyboard.press('Enter')
      await list.getByText('Rappel').waitFor({ state: 'detached' })
      await invoice.getByRole('link').click()
      const frame = page.frameLocator('iframe')
      await frame.getByRole('heading', { name: 'Facture 12' }).waitFor()
      expect(await page.title()).toBe('Courrier de l’application · Guichet')
      expect(await accessibilityViolations()).toEqual([])

      await page.getByRole('button', { name: 'Retour au courrier' }).click()
      expect(await page.getByLabel('Destinataire').inputValue()).toBe('zoe@client.example')
      await page.getByLabel('Destinataire').fill('')
      await list.getByRole('link', { name: /^Rappel/ }).click()
      const mail = page.getByRole('article', { name: 'Rappel' })
      await mail.getByText(/^Partira /).waitFor()
      await mail.getByRole('button', { name: 'Annuler l’envoi' }).click()
      await mail.getByText('Reprise avant de partir.').waitFor()
      expect(desk().mail.sent.filter((text) => text.includes('Subject: Rappel'))).toEqual([])

      await page.getByRole('button', { name: 'Retour au courrier' }).click()
      await page.getByRole('button', { name: 'Envoyer un essai' }).click()
      await page.getByLabel('Envoyer l’essai à').fill('ada@client.example')
      await page.getByRole('dialog').getByRole('button', { name: 'Envoyer', exact: true }).click()
      await list.getByText('ada@client.example').waitFor()
    })

    test('a part of the page that is not there any more says so, and the rest goes on', async () => {
      const expectedProblem = /ERR_FAILED|could not be fetched/
      const { page, accessibilityViolations } = await show('', { expectedProblem })
      await page.route('**/mails-page-*', (route) => route.abort())
      await page.getByRole('button', { name: 'Réglages' }).click()
      await page.getByRole('menuitem', { name: 'Courrier de l’application' }).click()
      await page.getByRole('dialog', { name: 'La page a changé' }).waitFor()
      expect(await accessibilityViolations()).toEqual([])
      await page.unroute('**/mails-page-*')
      await page.getByRole('button', { name: 'Recharger la page' }).click()
      await page.getByRole('button', { name: 'Envoyer un essai' }).waitFor()
    })
  },
)
