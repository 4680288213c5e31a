import { skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, test } from 'vitest'
import { mail } from './browser-mails.ts'
import { articles, row } from './browser-steps.ts'
import { browserMissing, browserSuite } from './browser-suite.ts'

const answered = mail({
  ...{ id: 'cite', from: 'Claire Moreau <claire@demo.test>', subject: 'Re: Devis', hour: 9 },
  text: [
    ...['Bonjour,', '', 'C’est d’accord pour jeudi.', '', 'Cordialement,', 'Claire Moreau'],
    ...['Responsable des achats', 'Exemple SARL, 3 rue des Lilas, 75000 Paris', ''],
    ...['Le 18 nov. 2026 à 10:12, Atelier Dupont <support@demo.test> a écrit :', ''],
    ...['> Jeudi vous conviendrait-il ?', '> Atelier Dupont'],
  ].join('\n'),
})

const onlyQuote = mail({
  ...{ id: 'vide', from: 'Paul Petit <paul@demo.test>', subject: 'Re: Livraison', hour: 10 },
  text: '> Le colis est-il arrivé ?\n',
})

describe.skipIf(skipUnless(browserMissing()))('what an answer quotes, in a real browser', () => {
  const { desks, show } = browserSuite(['french', 'english'])

  test('the reply is shown, its signature and quote are a key away, and so is all of it', async () => {
    const watched = await show(await desks().open('french', { mails: [answered, onlyQuote] }))
    const { page } = watched
    await row(page, 'Claire Moreau').click()
    const article = articles(page).first()
    await article.getByText('C’est d’accord pour jeudi.').waitFor()
    expect(await article.textContent()).toContain('Claire Moreau')
    expect(await article.getByText('Responsable des achats').count()).toBe(0)
    expect(await article.getByText('Jeudi vous conviendrait-il').count()).toBe(0)
    expect(await watched.accessibilityViolations()).toEqual([])

    const quote = article.getByRole('button', { name: 'Afficher le texte cité' })
    await quote.focus()
    await page.keyboard.press('Enter')
    await article.getByText('Jeudi vous conviendrait-il').waitFor()
    await article.getByRole('button', { name: 'Afficher la signature' }).click()
    await article.getByText('Responsable des achats').waitFor()
    expect(await watched.accessibilityViolations()).toEqual([])

    await article.getByRole('button', { name: 'Tout le message' }).click()
    await article.getByText('> Jeudi vous conviendrait-il ?').waitFor()
    await article.getByRole('button', { name: 'Seulement la réponse' }).click()
    await expect.poll(() => article.getByText('Jeudi vous conviendrait-il').count()).toBe(0)
  })

  test('a mail with nothing but a quote is shown whole', async () => {
    const { page } = await show(await desks().open('english', { mails: [answered, onlyQuote] }), {
      locale: 'en-GB',
    })
    await row(page, 'Paul Petit').click()
    await articles(page).first().getByText('Le colis est-il arrivé').waitFor()
    await row(page, 'Claire Moreau').click()
    await articles(page).first().getByRole('button', { name: 'Show quoted text' }).waitFor()
  })
})
