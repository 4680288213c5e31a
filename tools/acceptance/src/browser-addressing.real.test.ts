import { skipUnless } from '@guichet-tools/real-servers'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { mail } from './browser-mails.ts'
import { answerField, articles, row } from './browser-steps.ts'
import { browserMissing, browserSuite } from './browser-suite.ts'
import { receivedAnswer } from './received-answer.ts'

const from = '"Claire Moreau" <claire@demo.test>'
const copies = ['Cc: Paul <paul@demo.test>, "Maître Lenoir" <lenoir@avocats.test>']
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(300_000, 'x')])
const question = (id: string, to: string, subject: string) =>
  mail({ ...{ id, from, to, subject, hour: 9, headers: copies }, text: 'Pouvez-vous chiffrer cela ?' })

const file = (name: string, buffer: Buffer, mimeType = 'application/pdf') => ({ name, buffer, mimeType })
const send = (page: Page) => page.getByRole('button', { name: 'Envoyer', exact: true }).click()
const list = (page: Page, name: 'À' | 'Cc' | 'Cci') => page.getByLabel(name, { exact: true })

async function choose(page: Page, mode: string): Promise<void> {
  await page.getByTitle('À qui répondre').click()
  await page.getByRole('menuitemradio', { name: mode, exact: true }).click()
}

describe.skipIf(skipUnless(browserMissing()))('whom an answer goes to, in a real browser', () => {
  const { desks, show } = browserSuite(['all', 'passing', 'narrow'])

  test('an answer to all says who is a stranger, and leaves with a file and a blind copy', async () => {
    const desk = await desks().open('all', { mails: [question('all-1', 'all@demo.test', 'Escalier')] })
    const { page, accessibilityViolations } = await show(desk, { expectedProblem: /422/ })
    await row(page, 'Claire Moreau').click()
    await choose(page, 'Répondre à tous')
    await page.getByText('lenoir@avocats.test : ni chez vous ni chez votre correspondant').waitFor()
    await page.getByRole('button', { name: 'Retirer lenoir@avocats.test' }).click()
    await page.getByText('ni chez vous').waitFor({ state: 'detached' })

    await list(page, 'Cci').fill('nobody')
    await list(page, 'Cci').press('Enter')
    await page.getByText('ce n’est pas une adresse').waitFor()
    expect(await accessibilityViolations()).toEqual([])
    await answerField(page).fill('Voici le devis.')
    expect(await page.getByRole('button', { name: 'Envoyer', exact: true }).isDisabled()).toBe(true)
    await list(page, 'Cci').press('Backspace')
    await list(page, 'Cci').fill('all@demo.test, paul@demo.test;')
    await list(page, 'Cci').press('Enter')
    await page.getByText('c’est l’adresse d’envoi').waitFor()
    await page.getByRole('button', { name: 'Retirer all@demo.test' }).click()

    await page
      .getByTestId('attach')
      .setInputFiles([file('Devis n° 1.pdf', pdf), file('virus.pdf', Buffer.from('MZ\x90\x00\x03'))])
    const files = page.getByRole('list', { name: '2 fichiers joints' })
    await files.getByText('300').waitFor()
    await files.getByText('C’est un programme').waitFor()
    expect(await accessibilityViolations()).toEqual([])
    await files.getByRole('button', { name: 'Retirer virus.pdf' }).click()
    await send(page)

    const sent = articles(page).filter({ hasText: 'Voici le devis.' })
    await sent.getByText('Envoyé', { exact: true }).waitFor()
    await sent.getByRole('link', { name: /Devis n° 1\.pdf/ }).waitFor()
    await sent.getByText('Copie à Paul').waitFor()
    await page
      .getByRole('list', { name: /fichiers? joints?/ })
      .nth(1)
      .waitFor({ state: 'detached' })
    const answer = await receivedAnswer(desks(), 'Re: Escalier')
    expect(answer.envelope?.cc?.map(({ address }) => address)).toEqual(['paul@demo.test'])
    expect(answer.envelope?.bcc ?? []).toEqual([])
  })

  test('a message is passed on with a word, and files that are pasted or dropped go along', async () => {
    const desk = await desks().open('passing', { mails: [question('pass-1', 'passing@demo.test', 'Rampe')] })
    const { page, accessibilityViolations } = await show(desk)
    await row(page, 'Claire Moreau').click()
    await articles(page).first().getByRole('button', { name: 'Actions sur ce message' }).click()
    await page.getByRole('menuitem', { name: 'Transférer…' }).click()
    await page.getByText('le message de Claire Moreau').waitFor()
    expect(await page.getByRole('button', { name: 'Envoyer', exact: true }).isDisabled()).toBe(true)
    await list(page, 'À').fill('Claire <claire@demo.test>')
    await list(page, 'À').press('Enter')
    await give(page, 'paste', 'plan.txt')
    await give(page, 'drop', 'photo.txt')
    await page.getByRole('list', { name: '2 fichiers joints' }).waitFor()
    expect(await accessibilityViolations()).toEqual([])
    await send(page)
    const sent = articles(page).nth(1)
    await sent.getByText('Envoyé', { exact: true }).waitFor()
    await sent.getByRole('link', { name: /photo\.txt/ }).waitFor()
    const answer = await receivedAnswer(desks(), 'Fwd: Rampe')
    expect(answer.texts[0]).toMatch(/-{10} Message transf=C3=A9r=C3=A9 -{9}\r?\nDe : Claire Moreau/)
    // The next answer goes to the customer again.
    await page.getByRole('button', { name: 'Retirer claire@demo.test' }).waitFor()
  })

  test('an answer that is taken back keeps its recipients and files', async () => {
    const desk = await desks().open('narrow', { mails: [question('back-1', 'narrow@demo.test', 'Porte')] })
    const { page, accessibilityViolations } = await show(desk, { locale: 'en-GB', width: 600 })
    await row(page, 'Claire Moreau').click()
    await page.getByRole('button', { name: 'Cc and Bcc' }).click()
    await page.getByLabel('Cc', { exact: true }).fill('paul@demo.test')
    await page.getByTestId('attach').setInputFiles([file('quote.pdf', pdf)])
    await page.getByLabel('Your reply').fill('Here it is.')
    expect(await accessibilityViolations()).toEqual([])
    await page.getByTitle('Send later').click()
    await page.getByRole('menuitem', { name: 'Tomorrow morning' }).click()
    const planned = articles(page).filter({ hasText: 'Here it is.' })
    await planned.getByRole('button', { name: 'Do not send' }).click()
    await page.getByRole('button', { name: 'Remove quote.pdf' }).waitFor()
    expect(await page.getByLabel('Your reply').inputValue()).toBe('Here it is.')
    await page.getByRole('button', { name: 'Remove paul@demo.test' }).waitFor()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const sent = articles(page).filter({ hasText: 'Here it is.' }).last()
    await sent.getByText('Sent', { exact: true }).waitFor()
    await sent.getByRole('link', { name: /quote\.pdf/ }).waitFor()
  })
})

/** A file from the clipboard, or from another window. */
async function give(page: Page, way: 'paste' | 'drop', name: string): Promise<void> {
  await page.evaluate(`(() => {
    const data = new DataTransfer()
    data.items.add(new File(['bonjour'], ${JSON.stringify(name)}, { type: 'application/x-plan' }))
    const options = { bubbles: true, cancelable: true }
    document.querySelector('textarea').dispatchEvent(
      ${way === 'paste'}
        ? new ClipboardEvent('paste', { ...options, clipboardData: data })
        : new DragEvent('drop', { ...options, dataTransfer: data }),
    )
  })()`)
}
