import { skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, test } from 'vitest'
import { htmlOnly, thread } from './browser-mails.ts'
import { articles, row, rows } from './browser-steps.ts'
import { browserMissing, browserSuite } from './browser-suite.ts'

describe.skipIf(skipUnless(browserMissing()))(
  'the web inbox in a real browser: putting mail in order',
  () => {
    const { desks, show } = browserSuite(['merge', 'split', 'retry'])

    test('two conversations are merged, and one is taken out again', async () => {
      const desk = await desks().open('merge', { mails: [...thread, htmlOnly] })
      const { page, accessibilityViolations } = await show(desk)
      await row(page, 'Paul Petit').click()
      await page.getByRole('button', { name: 'Autres actions' }).click()
      expect(await accessibilityViolations()).toEqual([])
      await page.getByRole('menuitem', { name: 'Fusionner avec…' }).click()
      const dialog = page.getByRole('dialog')
      expect(await dialog.getByRole('button', { name: 'Fusionner' }).isDisabled()).toBe(true)
      await dialog.getByRole('radio', { name: /Devis pour une étagère/ }).check()
      expect(await accessibilityViolations()).toEqual([])
      await dialog.getByRole('button', { name: 'Fusionner' }).click()
      await dialog.waitFor({ state: 'detached' })
      await expect.poll(() => articles(page).count()).toBe(3)
      await expect.poll(() => rows(page).count()).toBe(1)

      await page.getByRole('button', { name: 'Autres actions' }).click()
      await page.getByRole('menuitem', { name: 'Ressortir « Livraison de jeudi »' }).click()
      await expect.poll(() => articles(page).count()).toBe(2)
      await row(page, 'Paul Petit').click()
      await expect.poll(() => articles(page).count()).toBe(1)
      await articles(page).getByText('La livraison de jeudi').waitFor()
    })

    test('a message is split into a conversation of its own, which says why it is there', async () => {
      const desk = await desks().open('split', { mails: thread })
      const { page, accessibilityViolations } = await show(desk)
      await row(page, 'Claire Moreau').click()
      await expect.poll(() => articles(page).count()).toBe(2)
      await articles(page).last().getByRole('button', { name: 'Actions sur ce message' }).click()
      await page.getByRole('menuitem', { name: 'Séparer à partir d’ici' }).click()
      await expect.poll(() => rows(page).count()).toBe(2)
      await expect.poll(() => articles(page).count()).toBe(1)
      await articles(page).getByText('il la faudrait avant Noël').waitFor()
      await articles(page).getByRole('button', { name: 'Actions sur ce message' }).click()
      await page.getByRole('menuitem', { name: 'Pourquoi est-il ici ?' }).click()
      await page.getByRole('dialog').getByText('Séparé d’une autre conversation').waitFor()
      expect(await accessibilityViolations()).toEqual([])
    })

    test('what could not be read can be tried again, and the report still counts everything', async () => {
      const desk = await desks().open('retry', { mails: [...thread, 'no header line at all\r\n'] })
      const { page, accessibilityViolations } = await show(desk)
      await row(page, 'Claire Moreau').waitFor()
      await expect.poll(() => rows(page).count()).toBe(2)
      await rows(page).filter({ hasNotText: 'Claire Moreau' }).click()
      await page.getByText('Ce message n’a pas pu être lu. Il est conservé intact.').waitFor()
      await page.getByRole('button', { name: 'Réessayer de le lire' }).click()
      await page.getByText('Le message ne peut toujours pas être lu').first().waitFor()
      expect(await accessibilityViolations()).toEqual([])

      await page.getByRole('button', { name: `Actions pour ${desk.address}` }).click()
      await page.getByRole('menuitem', { name: 'Vérifier que rien ne manque' }).click()
      const report = page.getByRole('dialog')
      await report.getByText('Rien ne manque : tous les messages du serveur sont retrouvés.').waitFor()
      expect(await report.getByRole('term').allTextContents()).toEqual([
        'Messages sur le serveur',
        'Dans vos conversations',
        'Conservés sans pouvoir être lus',
      ])
      expect(await report.getByRole('definition').allTextContents()).toEqual(['3', '2', '1'])
      expect(await accessibilityViolations()).toEqual([])
    })
  },
)
