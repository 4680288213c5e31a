import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { postgresMissing, skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chromiumMissing } from './browser-page.ts'
import { answerField, articles, row } from './browser-steps.ts'
import { deskSuite } from './browser-suite.ts'
import { startMailDesk } from './mail-desk.ts'

describe.skipIf(skipUnless(chromiumMissing() ?? postgresMissing()))('captured mail in a real browser', () => {
  const { desk, show } = deskSuite(startMailDesk)

  /** The application sends a mail, which has left when this resolves. */
  async function send(subject: string, html: string): Promise<void> {
    const { mailer } = desk().tenant
    const { id } = await mailer.send({ to: 'zoe@client.example', subject, html })
    const state = async () => (await mailer.get(id)).delivery.state
    await expect.poll(state, { timeout: 10_000 }).toBe('sent')
  }

  test('an answer to a customer is listed and opened: how it looks, its text, its headers', async () => {
    const { page } = await show('')
    await row(page, 'Julien Fontaine').click()
    await answerField(page).fill('Elle sera prête à midi.')
    await page.keyboard.press('Control+Enter')
    await articles(page).filter({ hasText: 'prête à midi' }).getByText('Envoyé', { exact: true }).waitFor()

    const captured = await show('/demo/mail')
    expect(await captured.accessibilityViolations()).toEqual([])
    await captured.page.getByRole('table').getByRole('link').first().click()
    const frame = captured.page.frameLocator('iframe')
    await frame.getByText('Elle sera prête à midi.').waitFor()
    await captured.page.getByRole('region', { name: 'Texte' }).getByText('Elle sera prête à midi.').waitFor()
    await captured.page.getByText('En-têtes', { exact: true }).click()
    await captured.page.getByText(/In-Reply-To: <annulation-1@/).waitFor()
    expect(await captured.accessibilityViolations()).toEqual([])
  })

  test('a test mail of the application is sent from the page, and its message is downloaded', async () => {
    const { page, accessibilityViolations } = await show('/demo/mail', { locale: 'en-GB', dark: true })
    await page.getByLabel('Recipient').fill('zoe@client.example')
    await page.getByRole('button', { name: 'Send a test mail' }).click()
    await page.getByRole('status').filter({ hasText: 'Sent and captured' }).waitFor()
    expect(await accessibilityViolations()).toEqual([])
    const line = page.getByRole('row').filter({ hasText: 'zoe@client.example' })
    await line.getByRole('link').click()
    await page.getByRole('row', { name: 'To zoe@client.example' }).waitFor()
    expect(await accessibilityViolations()).toEqual([])
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download the message (.eml)' }).click()
    const file = await (await downloading).path()
    expect(await readFile(file, 'utf8')).toContain('To: zoe@client.example')
    const { items } = await desk().tenant.mailer.list({ recipient: 'zoe@client.example' })
    expect(items).toMatchObject([{ delivery: { state: 'sent' } }])
  })

  test('on a phone nothing is wider than the screen', async () => {
    await send('Votre facture', `<p>${'Bonjour '.repeat(40)}</p>`)
    const { page, accessibilityViolations } = await show('/demo/mail', { width: 360 })
    expect(await accessibilityViolations()).toEqual([])
    const widths = 'document.documentElement.scrollWidth <= innerWidth'
    expect(await page.evaluate(widths)).toBe(true)
    await page.getByRole('link', { name: 'Votre facture' }).click()
    await page.locator('iframe').waitFor()
    expect(await page.evaluate(widths)).toBe(true)
  })

  test('what is strange in a mail neither runs nor loads anything', async () => {
    let visits = 0
    const tracker = createServer((_request, answer) => {
      visits += 1
      answer.end()
    })
    await new Promise<void>((resolve) => tracker.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void tracker.close())
    const address = tracker.address()
    const port = typeof address === 'object' ? address?.port : null
    const strange = `<script>document.title = "taken over"</script><p>Bonjour</p>
      <img src="http://localhost:${port}/p.png" alt="P"><link rel="stylesheet" href="http://localhost:${port}/s.css">`
    await send('<img src=x onerror=alert(1)>', strange)
    const { page } = await show('/demo/mail', { expectedProblem: /Content Security Policy|sandboxed/ })
    await page.getByRole('link', { name: '<img src=x onerror=alert(1)>' }).click()
    await page.frameLocator('iframe').getByText('Bonjour').waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.title()).toContain('<img src=x')
    expect(visits).toBe(0)
  })
})
