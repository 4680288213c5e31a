import { postgresMissing, skipUnless } from '@guichet-tools/real-servers'
import type { Page } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { chromiumMissing } from './browser-page.ts'
import { articles, row } from './browser-steps.ts'
import { deskSuite } from './browser-suite.ts'
import { startTextDesk } from './text-desk.ts'

describe.skipIf(skipUnless(chromiumMissing() ?? postgresMissing()))('channels in a real browser', () => {
  const { show } = deskSuite(startTextDesk)

  test('a shop is connected in the page, and what it signs with its secret arrives', async () => {
    const { page, accessibilityViolations } = await show()
    await page.getByRole('button', { name: 'Connecter un canal' }).click()
    expect(await accessibilityViolations()).toEqual([])
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Formulaire ou autre logiciel/ }).click()
    await dialog.getByLabel('Ce qui nous représente').fill('boutique')
    await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
    const url = await dialog.getByLabel('Adresse de ce canal', { exact: true }).inputValue()
    const secret = await dialog.getByLabel('Secret', { exact: true }).inputValue()
    expect(await accessibilityViolations()).toEqual([])
    await dialog.getByRole('button', { name: 'Terminé' }).click()
    const state = page.getByRole('listitem').filter({ hasText: 'boutique' })
    await state.getByText('Aucun appel reçu pour le moment').waitFor()

    expect(await post(url, secret, 'order-1')).toBe(200)
    await row(page, 'Aline Roux').click()
    await articles(page).filter({ hasText: 'Où en est ma commande ?' }).waitFor()
    await page.getByText('On ne peut pas répondre par ce canal').waitFor()

    await replaceSecret(page)
    const next = await page.getByLabel('Secret', { exact: true }).inputValue()
    expect(await post(url, next, 'order-2')).toBe(200)
    expect(await post(url, secret, 'order-3')).toBe(401)
  })

  test('a number that is none is said where it was typed, and nothing is connected', async () => {
    const { page, accessibilityViolations } = await show('', {
      locale: 'en-GB',
      width: 600,
      expectedProblem: /422/,
    })
    await page.getByRole('button', { name: 'Show folders' }).click()
    await page.getByRole('button', { name: 'Connect a channel' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^WhatsApp number/ }).click()
    await dialog.getByLabel('Your number').fill('not a number')
    await dialog.getByLabel('API key').fill('abcd1234')
    await dialog.getByLabel('Signature secret').fill('s'.repeat(32))
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog.getByText('number is our number in the international form').waitFor()
    expect(await accessibilityViolations()).toEqual([])
  })
})

/** Makes a new signing secret in the settings of the shop; it is in front of the reader afterwards. */
async function replaceSecret(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Actions pour boutique' }).click()
  await page.getByRole('menuitem', { name: 'Réglages…' }).click()
  await page.getByLabel('Créer un nouveau secret de signature').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByLabel('Secret', { exact: true }).waitFor()
}

/** A message of the shop; resolves with the status of the answer. */
async function post(url: string, secret: string, id: string): Promise<number> {
  const at = new Date()
  const from = { address: 'aline@client.test', name: 'Aline Roux' }
  const body = JSON.stringify({ type: 'message', from, text: 'Où en est ma commande ?' })
  const { status } = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
  })
  return status
}
