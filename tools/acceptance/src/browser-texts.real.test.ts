import { postgresMissing, skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, test } from 'vitest'
import { chromiumMissing } from './browser-page.ts'
import { answerField, articles, row } from './browser-steps.ts'
import { deskSuite } from './browser-suite.ts'
import { startTextDesk } from './text-desk.ts'

describe.skipIf(skipUnless(chromiumMissing() ?? postgresMissing()))('texts in a real browser', () => {
  const { desk, show } = deskSuite(startTextDesk)

  /** A customer of the demo page writes. */
  async function write(part: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const { page, accessibilityViolations } = await show('/demo?lang=fr')
    const card = page.getByRole('region', { name: part })
    for (const [label, text] of Object.entries(fields))
      await card.getByLabel(label, { exact: true }).fill(text)
    await card.getByRole('button', { name: 'Envoyer' }).click()
    await page.getByRole('status').filter({ hasText: 'Envoyé' }).waitFor()
    expect(await accessibilityViolations()).toEqual([])
  }

  test('an SMS comes in, is answered with its price in sight, and is reported as delivered', async () => {
    const { page, accessibilityViolations } = await show()
    await row(page, '+33 6 12 00 87 45').waitFor()
    await write('SMS', { 'Numéro du client': '+33 6 11 22 33 44', Texte: 'Avez-vous du pain de seigle ?' })
    await row(page, '+33 6 11 22 33 44').click()
    await articles(page).filter({ hasText: 'pain de seigle' }).waitFor()

    await answerField(page).fill('Oui')
    await page.getByText('1 SMS', { exact: true }).waitFor()
    await answerField(page).fill('Oui, et peut-être même aux noix. '.repeat(4))
    await page.getByText('2 SMS au lieu de 1 à cause de ces caractères').waitFor()
    expect(await accessibilityViolations()).toEqual([])
    await page.keyboard.press('Control+Enter')
    const answer = articles(page).filter({ hasText: 'aux noix' })
    await answer.getByText('Envoyé', { exact: true }).waitFor()
    await answer.getByText(/^Remis/).waitFor()
  })

  test('an answer that still waits is taken back into the editor', async () => {
    const { page, accessibilityViolations } = await show()
    await row(page, '+33 6 12 00 87 45').click()
    const { tenant } = desk()
    const { items } = await tenant.conversations.list()
    const conversation = items.find(({ contactName }) => contactName === '+33612008745')
    if (conversation === undefined) throw new Error('the sample conversation is missing')
    const text = 'À tout de suite'
    await tenant.conversations.reply(
      conversation.id,
      { text, undoSeconds: 100 },
      { kind: 'person', id: 'ada' },
    )
    const answer = articles(page).filter({ hasText: text })
    await answer.getByText('Part dans quelques secondes').waitFor()
    expect(await accessibilityViolations()).toEqual([])
    await answer.getByRole('button', { name: 'Annuler l’envoi' }).click()
    await answer.getByText(/^Envoi annulé/).waitFor()
    expect(await answerField(page).inputValue()).toBe(text)
    await answerField(page).fill('')
  })

  test('parts of a long SMS are one message', async () => {
    const { page } = await show()
    await row(page, '+33 6 12 00 87 45').click()
    await articles(page)
      .filter({ hasText: /^(?=.*Pâques)(?=.*tickets restaurant)/ })
      .waitFor()
  })

  test('after 24 hours WhatsApp takes a template, which is filled in here', async () => {
    await write('WhatsApp', {
      'Numéro du client': '+33 6 55 55 55 55',
      Nom: 'Zoé Blanc',
      Texte: 'Ma commande est-elle prête ?',
    })
    const first = await show()
    await row(first.page, 'Zoé Blanc').click()
    await first.page.getByText('Ma commande est-elle prête ?').last().waitFor()
    await answerField(first.page).fill('Presque')
    await first.page.getByText(/Réponse libre possible jusqu’à/).waitFor()
    await desk().execute(`update guichet.messages set received_at = received_at - interval '25 hours'
      where text = 'Ma commande est-elle prête ?'`)

    const { page, accessibilityViolations } = await show(new URL(first.page.url()).search)
    await page.getByText(/La réponse libre n’est plus possible/).waitFor()
    await page.getByLabel('Valeur 1').fill('Zoé')
    await page.getByLabel('Valeur 2').fill('19 h')
    await page.getByText('Elle vous attend jusqu’à 19 h').waitFor()
    expect(await accessibilityViolations()).toEqual([])
    await page.getByRole('button', { name: 'Envoyer le modèle' }).click()
    const answer = articles(page).filter({ hasText: 'Bonjour Zoé, votre commande est prête' })
    await answer.getByText(/^Lu/).waitFor()
  })

  test('who writes STOP is not written to, until a person lifts it', async () => {
    await write('SMS', { 'Numéro du client': '+33 6 77 77 77 77', Texte: 'STOP' })
    const { page, accessibilityViolations } = await show('', { locale: 'en-GB' })
    await row(page, '+33 6 77 77 77 77').click()
    await page.getByText('+33 6 77 77 77 77 asked to receive no more messages.').waitFor()
    expect(await accessibilityViolations()).toEqual([])
    await page.getByRole('button', { name: 'Has agreed again' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Has agreed again' }).click()
    await page.getByLabel('Your reply').waitFor()
  })
})
