import { skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, test } from 'vitest'
import { mail, thread } from './browser-mails.ts'
import { articles, row, rows } from './browser-steps.ts'
import { browserMissing, browserSuite } from './browser-suite.ts'
import { unparsableMail } from './generated-mail.ts'

const late = mail({
  ...{ id: 'late', from: 'Paul Petit <paul@demo.test>', subject: 'Une horloge en panne', hour: 9 },
  text: 'Bonjour',
}).replace('19 Nov 2026', '19 Nov 1999')

describe.skipIf(skipUnless(browserMissing()))('the web inbox in a real browser: nothing is lost', () => {
  const { desks, show } = browserSuite(['account', 'compte'])

  test('a mailbox says that nothing is missing, also after a conversation was deleted for good', async () => {
    const desk = await desks().open('compte', { mails: [...thread, unparsableMail, late] })
    const { page, accessibilityViolations } = await show(desk)
    await row(page, 'Claire Moreau').click()
    await page.getByRole('button', { name: 'Supprimer la conversation' }).click()
    const asking = page.getByRole('dialog')
    await asking.getByText('ne reviendront pas ici').waitFor()
    expect(await accessibilityViolations()).toEqual([])
    await asking.getByRole('button', { name: 'Supprimer' }).click()
    await page.getByText('Conversation supprimée').first().waitFor()
    await row(page, 'Claire Moreau').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: `Actions pour ${desk.address}` }).click()
    await page.getByRole('menuitem', { name: 'Vérifier que rien ne manque' }).click()
    const account = page.getByRole('dialog')
    await account.getByText('Rien ne manque : tous les messages du serveur sont retrouvés.').waitFor()
    const fact = (name: string) => account.locator('dl div').filter({ hasText: name }).locator('dd')
    expect(await fact('Messages sur le serveur').textContent()).toBe('4')
    expect(await fact('Conservés sans pouvoir être lus').textContent()).toBe('1')
    expect(await fact('Supprimés ici').textContent()).toBe('2')
    expect(await accessibilityViolations()).toEqual([])
  })

  test('what could not be read is tried again, and an odd date is told, in English', async () => {
    const desk = await desks().open('account', { mails: [unparsableMail, late] })
    const { page } = await show(desk, { locale: 'en-GB' })
    await row(page, 'Paul Petit').click()
    await articles(page).getByText('dated Friday, 19 November 1999').waitFor()
    await rows(page).filter({ hasText: 'no subject' }).click()
    await page.getByText('This message could not be read').waitFor()
    await page.getByRole('button', { name: 'Try to read it again' }).click()
    await page.getByText('The message still cannot be read').first().waitFor()
  })
})
