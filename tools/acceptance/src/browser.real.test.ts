import { skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, test } from 'vitest'
import { htmlOnly, mail, newsletter, thread } from './browser-mails.ts'
import {
  answerField,
  articles,
  createFolderWithRule,
  folder,
  holdReplies,
  row,
  rows,
  selected,
  titled,
  undo,
} from './browser-steps.ts'
import { browserMissing, browserSuite } from './browser-suite.ts'
import { receivedAnswer } from './received-answer.ts'

describe.skipIf(skipUnless(browserMissing()))('the web inbox in a real browser on real servers', () => {
  const { desks, show } = browserSuite(['support', 'live', 'filing', 'connect', 'keyboard', 'narrow'])

  test('mails are filed and counted, and an answer reaches the customer as a threaded mail', async () => {
    const desk = await desks().open('support', { mails: [...thread, newsletter, htmlOnly] })
    const { page } = await show(desk)
    await row(page, 'Claire Moreau').waitFor()
    await row(page, 'Paul Petit').waitFor()
    await titled(page, '(2) Boîte de réception · Guichet')
    expect(await folder(page, 'Boîte de réception').textContent()).toContain('2 conversations à traiter')
    expect(await folder(page, 'Lettres d’information').textContent()).toContain('1 conversation à traiter')

    await folder(page, 'Lettres d’information').click()
    await row(page, 'Bois & Co').waitFor()
    expect(await rows(page).count()).toBe(1)
    await folder(page, 'Boîte de réception').click()
    await row(page, 'Paul Petit').click()
    await page.getByText('La livraison de jeudi est-elle maintenue').last().waitFor()
    await row(page, 'Claire Moreau').click()
    await page.getByText('il la faudrait avant Noël').last().waitFor()
    await expect.poll(() => articles(page).count()).toBe(2)

    const letGo = await holdReplies(page)
    await answerField(page).fill('Bonjour Claire,\n\nUne étagère de 2 m coûte 240 €.')
    await page.keyboard.press('Control+Enter')
    const bubble = articles(page).filter({ hasText: '240 €' })
    await bubble.getByText('Envoi en cours').waitFor()
    letGo()
    await bubble.getByText('Envoyé', { exact: true }).waitFor()
    expect(await answerField(page).inputValue()).toBe('')

    const answer = await receivedAnswer(desks(), 'Re: Devis pour une étagère en chêne')
    expect(answer.envelope).toMatchObject({
      inReplyTo: '<devis-2@demo.test>',
      from: [{ name: 'Atelier Dupont', address: 'support@demo.test' }],
    })
    const ours = expect.stringMatching(/^<c[0-9a-f]{32}\.[0-9a-f]{20}@demo\.test>$/)
    expect(answer.references).toEqual([ours, '<devis-1@demo.test>', '<devis-2@demo.test>'])
    expect(answer.types).toEqual(['text/plain', 'text/html'])
    for (const text of answer.texts) expect(text).toContain('Une étagère de 2 m coûte 240 €.')
  })

  test('an answer of the customer appears by itself and brings its conversation back to the top', async () => {
    const from = '"Claire Moreau" <claire@demo.test>'
    const question = mail({
      id: 'live-1',
      from,
      subject: 'Vernis mat',
      text: 'Avez-vous du vernis ?',
      hour: 8,
    })
    const desk = await desks().open('live', { mails: [question, htmlOnly] })
    const { page } = await show(desk)
    await row(page, 'Claire Moreau').click()
    await answerField(page).fill('Oui, en pots de 1 L.')
    await page.keyboard.press('Control+Shift+Enter')
    await articles(page).filter({ hasText: 'pots de 1 L' }).getByText('Envoyé', { exact: true }).waitFor()
    await row(page, 'Claire Moreau').waitFor({ state: 'detached' })
    await titled(page, '(1) Boîte de réception · Guichet')

    const { envelope } = await receivedAnswer(desks(), 'Re: Vernis mat')
    const headers = [
      `In-Reply-To: ${envelope?.messageId}`,
      `References: <live-1@demo.test> ${envelope?.messageId}`,
    ]
    await desk.receive(
      mail({
        id: 'live-2',
        from,
        subject: 'Re: Vernis mat',
        text: 'Parfait, j’en prends trois.',
        hour: 14,
        headers,
      }),
    )
    await articles(page).filter({ hasText: 'j’en prends trois' }).waitFor()
    await row(page, 'Claire Moreau').waitFor()
    expect(await rows(page).first().textContent()).toContain('Claire Moreau')
    await titled(page, '(2) Boîte de réception · Guichet')
    await expect.poll(() => folder(page, 'Boîte de réception').textContent()).toContain('2 conversations')
  })

  test('a status and a move can be undone, and a rule made in the page files what arrives', async () => {
    const desk = await desks().open('filing', { mails: [...thread, htmlOnly] })
    const { page } = await show(desk)
    await row(page, 'Claire Moreau').click()
    await page.getByRole('button', { name: 'Résoudre', exact: true }).click()
    await row(page, 'Claire Moreau').waitFor({ state: 'detached' })
    await titled(page, '(1) Boîte de réception · Guichet')
    await undo(page)
    await row(page, 'Claire Moreau').waitFor()
    await titled(page, '(2) Boîte de réception · Guichet')

    await createFolderWithRule(page)
    await page.getByRole('heading', { name: 'Factures', level: 2 }).waitFor()
    await folder(page, 'Boîte de réception').click()
    await row(page, 'Paul Petit').click()
    await page.getByRole('button', { name: 'Déplacer vers un dossier' }).click()
    await page.getByRole('menuitemradio', { name: 'Factures' }).click()
    await row(page, 'Paul Petit').waitFor({ state: 'detached' })
    await folder(page, 'Factures').getByText('1 conversation à traiter').waitFor({ state: 'attached' })
    await undo(page)
    await row(page, 'Paul Petit').waitFor()

    await folder(page, 'Factures').click()
    const from = 'Comptoir <compta@bois.test>'
    await desk.receive(mail({ id: 'f1', from, subject: 'Votre FACTURE 12', text: 'Ci-joint.', hour: 15 }))
    await desk.receive(mail({ id: 'f2', from: 'a@b.test', subject: 'Facture', text: 'Ailleurs.', hour: 15 }))
    await row(page, 'Comptoir').waitFor()
    await folder(page, 'Factures').getByText('1 conversation à traiter').waitFor({ state: 'attached' })
    await folder(page, 'Boîte de réception').getByText('3 conversations').waitFor({ state: 'attached' })
  })

  test('a mailbox is connected in the page, and a wrong password is said where it was typed', async () => {
    const desk = await desks().open('connect', { mails: thread, connected: false })
    // The browser reports every refused request on the console; this one is asked for.
    const { page, accessibilityViolations } = await show(desk, { expectedProblem: /status of 422/ })
    await page.getByText('Aucun canal n’est encore connecté').waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Connecter un canal' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Adresse').fill(desk.address)
    await dialog.getByRole('button', { name: 'Continuer' }).click()
    await dialog.getByText('Aucun réglage trouvé pour cette adresse.').waitFor()
    await dialog.getByLabel('Mot de passe', { exact: true }).fill('faux')
    const incoming = dialog.getByRole('group', { name: 'Réception (IMAP)' })
    await incoming.getByLabel('Serveur').fill('127.0.0.1')
    await incoming.getByLabel('Port').fill(String(desks().imapPort))
    const outgoing = dialog.getByRole('group', { name: 'Envoi (SMTP)' })
    await outgoing.getByLabel('Serveur').fill('127.0.0.1')
    await outgoing.getByLabel('Sécurité').selectOption('none')
    await outgoing.getByLabel('Port').fill(String(desks().smtpPort))
    await dialog.getByText('Se connecter au serveur d’envoi').click()
    await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
    await dialog.getByText(`a refusé l’identifiant ${desk.address}`).waitFor()
    const field = dialog.getByLabel('Mot de passe', { exact: true })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await accessibilityViolations()).toEqual([])

    await field.fill(desks().password)
    await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await row(page, 'Claire Moreau').waitFor()
    await page.getByText('Synchronisée', { exact: false }).first().waitFor()
    await page.getByRole('button', { name: 'Synchroniser maintenant' }).click()
    await page.getByRole('button', { name: 'Synchronisation…' }).waitFor()
    await page.getByRole('button', { name: 'Synchroniser maintenant' }).waitFor()
  })

  test('in English, a whole answer needs no mouse', async () => {
    const desk = await desks().open('keyboard', { mails: [...thread, htmlOnly] })
    const { page } = await show(desk, { locale: 'en-GB' })
    await row(page, 'Claire Moreau').waitFor()
    await titled(page, '(2) Inbox · Guichet')
    for (const name of ['Newsletters', 'Automatic messages']) await folder(page, name).waitFor()
    await row(page, 'Paul Petit').waitFor()
    await page.keyboard.press('j')
    await selected(page, 'Paul Petit')
    await page.keyboard.press('j')
    await selected(page, 'Claire Moreau')
    await page.keyboard.press('k')
    await selected(page, 'Paul Petit')
    // In the conversation: the list shows the same words before it is open.
    await articles(page).getByText('La livraison de jeudi').first().waitFor()
    await page.keyboard.press('r')
    await page.keyboard.type('Yes, on Thursday.')
    expect(await page.getByLabel('Your reply').inputValue()).toBe('Yes, on Thursday.')
    await page.keyboard.press('Control+Enter')
    await articles(page).filter({ hasText: 'Yes, on Thursday.' }).getByText('Sent', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await row(page, 'Paul Petit').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Status: Resolved' }).waitFor()
    await page.keyboard.press('j')
    await selected(page, 'Claire Moreau')
  })

  test('600 pixels show one pane at a time, with the way back', async () => {
    const desk = await desks().open('narrow', { mails: thread })
    const { page, accessibilityViolations } = await show(desk, { width: 600 })
    await row(page, 'Claire Moreau').click()
    await articles(page).first().waitFor()
    expect(await rows(page).first().isVisible()).toBe(false)
    expect(await folder(page, 'Boîte de réception').isVisible()).toBe(false)
    expect(await accessibilityViolations()).toEqual([])
    await page.getByRole('button', { name: 'Retour aux conversations' }).click()
    await row(page, 'Claire Moreau').waitFor()
    expect(await articles(page).count()).toBe(0)
    await page.getByRole('button', { name: 'Afficher les dossiers' }).click()
    await folder(page, 'Lettres d’information').waitFor()
    expect(await rows(page).first().isVisible()).toBe(false)
    await folder(page, 'Lettres d’information').click()
    await page.getByText('Tout est traité').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })
})
