import type { Page } from 'playwright-core'
import { expect } from 'vitest'

export const rows = (page: Page) => page.getByRole('option')
export const row = (page: Page, name: string) => rows(page).filter({ hasText: name })
export const selected = (page: Page, name: string) =>
  page.getByRole('option', { selected: true }).filter({ hasText: name }).waitFor()
export const folder = (page: Page, name: string) =>
  page.locator('#folders').getByRole('link').filter({ hasText: name })
export const articles = (page: Page) => page.getByRole('article')
export const answerField = (page: Page) => page.getByLabel('Votre réponse')
export const titled = (page: Page, title: string) =>
  expect.poll(() => page.title(), { timeout: 10_000 }).toBe(title)
export const undo = (page: Page) =>
  page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Annuler' }).last().click()

/** Holds back every reply, so that "being sent" can be seen; returns how to let them go. */
export async function holdReplies(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/replies', async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

/** "From bois.test, and with facture in the subject or in the text." */
export async function createFolderWithRule(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Nouveau dossier' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Nom du dossier').fill('Factures')
  await dialog.getByRole('checkbox').check()
  await dialog.getByLabel('Texte cherché').fill('bois.test')
  await dialog.getByRole('button', { name: 'Ajouter un groupe' }).click()
  const group = dialog.getByRole('group', { name: 'Groupe de conditions' })
  await group.getByLabel('Champ').selectOption('subject')
  await group.getByLabel('Texte cherché').fill('facture')
  await group.getByRole('button', { name: 'Ajouter une condition' }).click()
  await group.getByLabel('Champ').last().selectOption('body')
  await group.getByLabel('Texte cherché').last().fill('facture')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await dialog.waitFor({ state: 'detached' })
}
