import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Conversation } from '@guichet/core'
import {
  dovecotMissing,
  freePort,
  postfixMissing,
  postgresMissing,
  skipUnless,
} from '@guichet-tools/real-servers'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Desk, type Desks, startDesks } from './browser-desks.ts'
import { hostile, htmlOnly, mail, newsletter, thread } from './browser-mails.ts'
import {
  chromiumMissing,
  launchBrowser,
  openPage,
  type PageOptions,
  type WatchedPage,
} from './browser-page.ts'

const missing = chromiumMissing() ?? dovecotMissing() ?? postfixMissing() ?? postgresMissing()
const deskNames = ['support', 'live', 'filing', 'connect', 'keyboard', 'narrow', 'axe', 'hostile', 'original']

describe.skipIf(skipUnless(missing))('the web inbox in a real browser on real servers', () => {
  let desks: Desks
  let browser: Browser
  let opened: WatchedPage[] = []

  beforeAll(async () => {
    ;[desks, browser] = await Promise.all([startDesks(deskNames), launchBrowser()])
  })
  afterEach(async () => {
    const problems = opened.flatMap((one) => one.problems)
    for (const { page } of opened) await page.context().close()
    opened = []
    expect(problems).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await desks?.stop()
  })

  async function show(desk: Desk, options?: PageOptions): Promise<WatchedPage> {
    const watched = await openPage(browser, desk.url, options)
    opened.push(watched)
    return watched
  }

  test('mails are filed and counted, and an answer reaches the customer as a threaded mail', async () => {
    const desk = await desks.open('support', { mails: [...thread, newsletter, htmlOnly] })
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
    expect(await articles(page).count()).toBe(2)

    const letGo = await holdReplies(page)
    await answerField(page).fill('Bonjour Claire,\n\nUne étagère de 2 m coûte 240 €.')
    await page.keyboard.press('Control+Enter')
    const bubble = articles(page).filter({ hasText: '240 €' })
    await bubble.getByText('Envoi en cours').waitFor()
    letGo()
    await bubble.getByText('Envoyé', { exact: true }).waitFor()
    expect(await answerField(page).inputValue()).toBe('')

    const answer = await receivedAnswer(desks, 'Re: Devis pour une étagère en chêne')
    expect(answer.envelope).toMatchObject({
      inReplyTo: '<devis-2@demo.test>',
      from: [{ name: 'Atelier Dupont', address: 'support@demo.test' }],
    })
    expect(answer.references).toEqual(['<devis-1@demo.test>', '<devis-2@demo.test>'])
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
    const desk = await desks.open('live', { mails: [question, htmlOnly] })
    const { page } = await show(desk)
    await row(page, 'Claire Moreau').click()
    await answerField(page).fill('Oui, en pots de 1 L.')
    await page.keyboard.press('Control+Shift+Enter')
    await articles(page).filter({ hasText: 'pots de 1 L' }).getByText('Envoyé', { exact: true }).waitFor()
    await row(page, 'Claire Moreau').waitFor({ state: 'detached' })
    await titled(page, '(1) Boîte de réception · Guichet')

    const { envelope } = await receivedAnswer(desks, 'Re: Vernis mat')
    // Mail servers date by the second: an answer within the second of ours would count as older than ours.
    const { lastMessageAt } = await conversationWith(desk, 'Claire Moreau')
    await vi.waitUntil(() => Date.now() >= lastMessageAt.getTime() + 1_000, { timeout: 5_000 })
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
    const desk = await desks.open('filing', { mails: [...thread, htmlOnly] })
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
    const desk = await desks.open('connect', { mails: thread, connected: false })
    // The browser reports every refused request on the console; this one is asked for.
    const { page, accessibilityViolations } = await show(desk, { expectedProblem: /status of 422/ })
    await page.getByText('Aucune boîte n’est encore connectée').waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Connecter une boîte' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Adresse').fill(desk.address)
    await dialog.getByLabel('Mot de passe', { exact: true }).fill('faux')
    const incoming = dialog.getByRole('group', { name: 'Réception (IMAP)' })
    await incoming.getByLabel('Serveur').fill('127.0.0.1')
    await incoming.getByLabel('Port').fill(String(desks.imapPort))
    const outgoing = dialog.getByRole('group', { name: 'Envoi (SMTP)' })
    await outgoing.getByLabel('Serveur').fill('127.0.0.1')
    await outgoing.getByLabel('Sécurité').selectOption('none')
    await outgoing.getByLabel('Port').fill(String(desks.smtpPort))
    await dialog.getByText('Se connecter au serveur d’envoi').click()
    await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
    await dialog.getByText('Identifiant ou mot de passe refusé.').waitFor()
    const field = dialog.getByLabel('Mot de passe', { exact: true })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await accessibilityViolations()).toEqual([])

    await field.fill(desks.password)
    await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await row(page, 'Claire Moreau').waitFor()
    await page.getByText('Synchronisée', { exact: false }).first().waitFor()
    await page.getByRole('button', { name: 'Synchroniser maintenant' }).click()
    await page.getByRole('button', { name: 'Synchronisation…' }).waitFor()
    await page.getByRole('button', { name: 'Synchroniser maintenant' }).waitFor()
  })

  test('in English, a whole answer needs no mouse', async () => {
    const desk = await desks.open('keyboard', { mails: [...thread, htmlOnly] })
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
    await page.getByText('La livraison de jeudi').last().waitFor()
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
    const desk = await desks.open('narrow', { mails: thread })
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

  test('axe-core finds nothing in the main states, in light and in dark', async () => {
    const desk = await desks.open('axe', { mails: [...thread, newsletter, htmlOnly] })
    for (const dark of [false, true]) {
      const { page, accessibilityViolations } = await show(desk, { dark })
      await row(page, 'Claire Moreau').waitFor()
      expect(await accessibilityViolations()).toEqual([])
      await row(page, 'Claire Moreau').click()
      await articles(page).first().waitFor()
      expect(await accessibilityViolations()).toEqual([])
      await page.getByRole('button', { name: /^Statut/ }).click()
      await page.getByRole('menuitemradio', { name: 'Archivé' }).waitFor()
      expect(await accessibilityViolations()).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Nouveau dossier' }).click()
      await page.getByRole('dialog').getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Ajouter un groupe' }).click()
      expect(await accessibilityViolations()).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'Spam' }).click()
      await page.getByText('Aucune conversation avec ce statut').waitFor()
      expect(await accessibilityViolations()).toEqual([])
    }
  })

  test('a hostile mail is text: nothing runs, nothing is asked of anybody else', async () => {
    let visits = 0
    const port = await freePort()
    const elsewhere = createServer((_request, response) => {
      visits += 1
      response.end()
    }).listen(port, '127.0.0.1')
    onTestFinished(() => void elsewhere.close())
    const attacker = `http://127.0.0.1:${port}`
    const desk = await desks.open('hostile', { mails: [hostile(attacker)] })
    const { page, requests } = await show(desk)
    page.on('dialog', (dialog) => {
      visits += 1
      void dialog.dismiss()
    })
    await row(page, '<img src=x onerror=alert(1)>').click()
    await page.getByRole('heading', { name: '<script>alert(1)</script>' }).waitFor()
    await articles(page).getByText('Bonjour').waitFor()
    await articles(page).getByText(`<img src="${attacker}/text.png"`).waitFor()
    await titled(page, '(1) Boîte de réception · Guichet')
    expect(requests.filter((url) => url.origin !== new URL(desk.url).origin)).toEqual([])
    expect(requests.filter((url) => url.pathname.endsWith('/x'))).toEqual([])
    expect(visits).toBe(0)
  })

  test('the original is downloaded byte for byte', async () => {
    const head = mail({ id: 'raw', from: 'latin@demo.test', subject: 'Octets', text: 'Texte', hour: 9 })
    const raw = Buffer.concat([
      Buffer.from(head),
      Buffer.from([0xe9, 0x80, 0xff, 0x0d, 0x0a, 0x2e, 0x0d, 0x0a]),
    ])
    const desk = await desks.open('original', { mails: [raw] })
    const { page } = await show(desk)
    await row(page, 'latin@demo.test').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Original' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.eml$/)
    expect(await readFile(await download.path())).toEqual(raw)
  })
})

const rows = (page: Page) => page.getByRole('option')
const row = (page: Page, name: string) => rows(page).filter({ hasText: name })
const selected = (page: Page, name: string) =>
  page.getByRole('option', { selected: true }).filter({ hasText: name }).waitFor()
const folder = (page: Page, name: string) =>
  page.locator('#folders').getByRole('link').filter({ hasText: name })
const articles = (page: Page) => page.getByRole('article')
const answerField = (page: Page) => page.getByLabel('Votre réponse')
const titled = (page: Page, title: string) => expect.poll(() => page.title(), { timeout: 10_000 }).toBe(title)
const undo = (page: Page) =>
  page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Annuler' }).last().click()

async function conversationWith(desk: Desk, contactName: string): Promise<Conversation> {
  const { items } = await desk.tenant.conversations.list()
  const found = items.find((conversation) => conversation.contactName === contactName)
  if (found === undefined) throw new Error(`no conversation with ${contactName}`)
  return found
}

/** Holds back every reply, so that "being sent" can be seen; returns how to let them go. */
async function holdReplies(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/replies', async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

/** "From bois.test, and with facture in the subject or in the text." */
async function createFolderWithRule(page: Page): Promise<void> {
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

/** The one mail with this subject in the customer's mailbox, as another mail program reads it. */
async function receivedAnswer(desks: Desks, subject: string) {
  const client = await desks.customerMailbox()
  try {
    const uid = await vi.waitUntil(
      async () => {
        await client.noop()
        const found = await client.search({ subject }, { uid: true })
        return found ? found[0] : undefined
      },
      { timeout: 10_000, interval: 100 },
    )
    const query = { envelope: true, bodyStructure: true, headers: ['references'] }
    const message = await client.fetchOne(uid, query, { uid: true })
    if (!message) throw new Error('the mail was there a moment ago')
    const parts = message.bodyStructure?.childNodes ?? []
    const texts = []
    for (const { part } of parts) {
      const { content } = await client.download(String(uid), part, { uid: true })
      if (!content) throw new Error(`part ${part} is gone`)
      texts.push(Buffer.concat(await content.toArray()).toString('utf8'))
    }
    return {
      envelope: message.envelope,
      references: message.headers?.toString().match(/<[^>]+>/g),
      types: parts.map(({ type }) => type),
      texts,
    }
  } finally {
    await client.logout()
  }
}
