import { skipUnless } from '@guichet-tools/real-servers'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { htmlOnly, mail, thread } from './browser-mails.ts'
import { row, rows, undo } from './browser-steps.ts'
import { browserMissing, browserSuite } from './browser-suite.ts'

/** The same person from another address. */
const fromHome = mail({
  ...{ id: 'maison', from: 'Claire Moreau <claire.m@maison.test>', subject: 'Ma commande', hour: 14 },
  text: 'Bonjour,\n\nOù en est ma commande ?\n\nClaire',
})

const panel = (page: Page) => page.getByRole('dialog', { name: 'Client' })
const openPanel = (page: Page, name: string) => page.getByRole('button', { name: `Client : ${name}` }).click()

describe.skipIf(skipUnless(browserMissing()))('the web inbox in a real browser: contacts', () => {
  const { desks, show } = browserSuite(['contacts', 'addresses'])

  test('the same person is suggested, merged, undone, merged again and taken apart', async () => {
    const desk = await desks().open('contacts', { mails: [...thread, fromHome] })
    const { page, accessibilityViolations } = await show(desk)
    await row(page, 'Ma commande').click()
    await openPanel(page, 'Claire Moreau')
    await panel(page).getByText('même nom').waitFor()
    expect(await accessibilityViolations()).toEqual([])

    await panel(page).getByRole('button', { name: 'Fusionner avec Claire Moreau' }).click()
    await panel(page).waitFor({ state: 'detached' })
    await undo(page)
    await openPanel(page, 'Claire Moreau')
    await panel(page).getByText('même nom').waitFor()
    await panel(page).getByRole('button', { name: 'Fusionner avec Claire Moreau' }).click()
    await panel(page).waitFor({ state: 'detached' })

    await openPanel(page, 'Claire Moreau')
    await panel(page).getByText('claire.m@maison.test').waitFor()
    await panel(page).getByRole('button', { name: 'Séparer Claire Moreau' }).waitFor()
    await panel(page)
      .getByRole('button', { name: /Devis pour une étagère/ })
      .click()
    await page.getByRole('heading', { name: 'Devis pour une étagère en chêne' }).waitFor()

    await openPanel(page, 'Claire Moreau')
    await panel(page).getByRole('button', { name: 'Séparer Claire Moreau' }).click()
    await panel(page).getByText('même nom').waitFor()
    expect(await panel(page).getByRole('button', { name: 'Séparer Claire Moreau' }).count()).toBe(0)
  })

  test('a contact is renamed and gets a number by keyboard alone, also on a narrow screen', async () => {
    const desk = await desks().open('addresses', { mails: [...thread, htmlOnly] })
    const { page, accessibilityViolations } = await show(desk, { width: 390, expectedProblem: /409/ })
    await row(page, 'Paul Petit').click()
    await page.getByRole('button', { name: 'Client : Paul Petit' }).focus()
    await page.keyboard.press('Enter')
    await panel(page).getByLabel('Nom', { exact: true }).fill('Paul Petit (menuiserie)')
    await page.keyboard.press('Enter')
    await page
      .getByRole('button', { name: 'Client : Paul Petit (menuiserie)', includeHidden: true })
      .waitFor()
    const field = panel(page).getByLabel('Adresse mail ou numéro de téléphone à ajouter')
    await field.fill('claire@demo.test')
    await page.keyboard.press('Enter')
    await panel(page).getByRole('alert').getByText('Claire Moreau').waitFor()
    await field.fill('+33 6 12 34 56 78')
    await page.keyboard.press('Enter')
    await panel(page).getByText('+33 6 12 34 56 78', { exact: true }).waitFor()
    expect(await accessibilityViolations()).toEqual([])
    const overflow = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    )
    expect(overflow).toBe(false)
    await panel(page).getByRole('button', { name: 'Retirer +33612345678' }).focus()
    await page.keyboard.press('Enter')
    await panel(page).getByText('+33 6 12 34 56 78', { exact: true }).waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await panel(page).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Retour aux conversations' }).click()
    await expect.poll(() => rows(page).filter({ hasText: 'Paul Petit (menuiserie)' }).count()).toBe(1)
  }, 90_000)
})
