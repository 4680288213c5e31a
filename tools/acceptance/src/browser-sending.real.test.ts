import { postgresMissing, skipUnless } from '@guichet-tools/real-servers'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { chromiumMissing } from './browser-page.ts'
import { answerField, articles, row } from './browser-steps.ts'
import { deskSuite } from './browser-suite.ts'
import { startMailDesk } from './mail-desk.ts'

const person = { kind: 'person', id: 'ada' } as const
const tomorrow = () => new Date(Date.now() + 24 * 3_600_000)

describe.skipIf(skipUnless(chromiumMissing() ?? postgresMissing()))('sending in a real browser', () => {
  const { desk, show } = deskSuite(startMailDesk)

  const conversationWith = async (name: string) => {
    const found = await expect
      .poll(
        async () => (await desk().tenant.conversations.list()).items.find((one) => one.contactName === name),
        {
          timeout: 20_000,
        },
      )
      .toBeDefined()
      .then(() => desk().tenant.conversations.list())
    return found.items.find((one) => one.contactName === name)?.id ?? ''
  }

  test('an answer is planned by keyboard, moved, and taken back once the customer has written', async () => {
    const conversationId = await conversationWith('Julien Fontaine')
    await desk().tenant.conversations.reply(conversationId, { text: 'Voyons.', undoSeconds: 0 }, person)
    const watched = await show()
    const { page } = watched
    await row(page, 'Julien Fontaine').click()
    await articles(page).filter({ hasText: 'Voyons.' }).getByText('Envoyé', { exact: true }).waitFor()
    await answerField(page).fill('Votre commande est annulée.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page
      .getByRole('menuitemcheckbox', { name: 'Annuler si le client écrit avant', checked: true })
      .waitFor()
    await page.getByRole('menuitem', { name: 'Demain matin' }).press('Enter')
    const answer = articles(page).filter({ hasText: 'Votre commande est annulée.' })
    await answer.getByText(/^Partira .* à 08:00/).waitFor()

    await sending(page, 'Planifiés').click()
    const line = page.getByRole('region', { name: 'Planifiés' }).getByRole('listitem')
    await line.getByRole('button', { name: 'Changer l’heure' }).click()
    await page.getByRole('menuitem', { name: 'Choisir la date et l’heure…' }).click()
    await page.getByLabel('Date et heure').fill('2020-01-01T10:00')
    await page.getByRole('button', { name: 'Planifier l’envoi' }).click()
    await page.getByText('Choisissez un moment à venir.').waitFor()
    const [day = ''] = tomorrow().toISOString().split('T')
    await page.getByLabel('Date et heure').fill(`${day}T21:45`)
    await page.getByRole('button', { name: 'Planifier l’envoi' }).click()
    await line.getByText(/^Partira .* à 21:45/).waitFor()
    await line.getByRole('link').click()
    await answer.getByText('Sauf si le client écrit avant.').waitFor()
    expect(await watched.accessibilityViolations()).toEqual([])

    await writes('Julien Fontaine', conversationId)
    await answer.getByText('Le client a écrit depuis').waitFor()
    await answer.getByRole('button', { name: 'Annuler l’envoi' }).click()
    await answer.getByText('Reprise avant de partir.').waitFor()
    expect(await answerField(page).inputValue()).toBe('Votre commande est annulée.')
    await sending(page, 'Planifiés').getByText('1 réponse').waitFor({ state: 'detached' })
  })

  /** The customer answers our first mail of a conversation. */
  async function writes(name: string, conversationId: string): Promise<void> {
    const { items } = await desk().tenant.conversations.messages(conversationId)
    const { to, mailId, subject } = items.find(({ direction }) => direction === 'outbound') ?? {}
    const lines = [
      `From: ${name} <${to?.[0]?.address}>`,
      `To: ${desk().mail.address}`,
      `Subject: ${subject}`,
      `Message-ID: <encore-${mailId}>`,
      `In-Reply-To: <${mailId}>`,
      `Date: ${new Date().toUTCString()}`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Finalement je la garde.',
      '',
    ]
    desk().mail.deliver(Buffer.from(lines.join('\r\n')))
  }

  test('a mailbox whose login is refused is named with what waits, and sends once it is corrected', async () => {
    const [mailbox] = await desk().tenant.integrations.list()
    const id = mailbox?.id ?? ''
    await desk().tenant.integrations.update(id, {
      secrets: { password: 'demo', smtp: { password: 'ancien' } },
    })
    const conversationId = await conversationWith('Okafor, Jude')
    await desk().tenant.conversations.reply(
      conversationId,
      { text: 'Yes, until one.', undoSeconds: 0 },
      person,
    )
    const watched = await show(`/?conversation=${conversationId}`)
    const { page } = watched
    const banner = page.getByRole('alert').filter({ hasText: `Rien ne part de « ${desk().mail.address} »` })
    await banner.getByText('1 réponse attend.').waitFor()
    await banner.getByText(/a refusé l’identifiant/).waitFor()
    await sending(page, 'Non partis').getByText('1 réponse non partie').waitFor({ state: 'attached' })
    expect(await watched.accessibilityViolations()).toEqual([])

    await banner.getByRole('button', { name: 'Nouveau mot de passe…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Mot de passe', { exact: true }).fill('demo')
    await dialog.getByLabel('Mot de passe du serveur d’envoi').fill('demo')
    await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
    await banner.waitFor({ state: 'detached' })
    const answer = articles(page).filter({ hasText: 'Yes, until one.' })
    await answer.getByText('Envoyé', { exact: true }).waitFor()
    expect(desk().mail.sent.filter((text) => text.includes('Yes, until one.'))).toHaveLength(1)
  })

  test('what failed and what nobody knows of is listed, and settled there', async () => {
    for (const [name, state] of [
      ['Hélène Girard', 'failed'],
      ['Philippe Dubois', 'unknown'],
    ] as const) {
      const sendAt = tomorrow()
      const { id } = await desk().tenant.conversations.reply(
        await conversationWith(name),
        { text: `Pour ${name}`, sendAt },
        person,
      )
      await desk().execute(`update guichet.outbox set state = '${state}', next_attempt_at = null,
        error = 'the sending was interrupted: it may have been sent' where message_id = '${id}'`)
    }
    const watched = await show('/?unsent=')
    const { page } = watched
    const list = page.getByRole('region', { name: 'Non partis' })
    const failed = list.getByRole('listitem').filter({ hasText: 'Pour Hélène Girard' })
    const unknown = list.getByRole('listitem').filter({ hasText: 'Pour Philippe Dubois' })
    await unknown.getByText('Peut-être envoyé').waitFor()
    expect(await watched.accessibilityViolations()).toEqual([])
    await unknown.getByRole('button', { name: 'Marquer comme envoyé' }).click()
    await unknown.waitFor({ state: 'detached' })
    await failed.getByRole('button', { name: 'Renvoyer' }).click()
    await failed.waitFor({ state: 'detached' })
    await list.getByText('Tout est parti').waitFor()
    await expect
      .poll(() => desk().mail.sent.filter((text) => text.includes('Pour H')).length, { timeout: 10_000 })
      .toBe(1)
  })
})

function sending(page: Page, name: string) {
  return page.getByRole('navigation', { name: 'Envois' }).getByRole('link').filter({ hasText: name })
}
