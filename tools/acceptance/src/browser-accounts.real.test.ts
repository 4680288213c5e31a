import { randomBytes } from 'node:crypto'
import { createInbox, type Inbox, type MailAccounts, systemClock } from '@guichet/core'
import { memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { imap } from '@guichet/imap'
import { mailAccounts } from '@guichet/mail-accounts'
import { smtp } from '@guichet/smtp'
import {
  type DovecotServer,
  dovecotMissing,
  freePort,
  type OAuthServer,
  skipUnless,
  startDovecot,
  startOAuthServer,
} from '@guichet-tools/real-servers'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildWeb } from '../../../packages/examples/server/src/build-web.ts'
import { type RunningServer, startServer } from '../../../packages/examples/server/src/start-server.ts'
import { chromiumMissing, launchBrowser, openPage, type PageOptions } from './browser-page.ts'

const signedIn = 'claire@demo.test'
const withPassword = 'paul@demo.test'
const password = 'pomme de terre'
/** Nothing is sent here, so there is no server to try. */
const { verify: _untried, ...receivingOnly } = smtp({ privateHosts: 'allowed' })

describe.skipIf(skipUnless(chromiumMissing() ?? dovecotMissing()))(
  'connecting an account in the page',
  () => {
    let oauth: OAuthServer
    let dovecot: DovecotServer
    let inbox: Inbox
    let server: RunningServer
    let browser: Browser

    beforeAll(async () => {
      const port = await freePort()
      const redirectUri = `http://localhost:${port}/sign-in`
      oauth = await startOAuthServer({
        accounts: [signedIn],
        redirectUri,
        scopes: ['https://mail.google.com/'],
      })
      const users = [signedIn, withPassword, 'zoe@demo.test'].map((address) => ({ address, password }))
      dovecot = await startDovecot({ users, tokenInfoUrl: oauth.tokenInfoUrl })
      const { clientId, clientSecret, endpoints } = oauth
      const accounts = mailAccounts({ redirectUri, google: { clientId, clientSecret, endpoints } })
      inbox = createInbox({
        ...{ storage: memoryStorage({ clock: systemClock() }), blobs: memoryBlobs() },
        encryption: { keys: [{ id: 'test', secret: randomBytes(32).toString('base64') }] },
        channels: [
          imap({
            privateHosts: 'allowed',
            sender: receivingOnly,
            tls: { ca: dovecot.ca },
            accounts: here(accounts, dovecot),
          }),
        ],
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      })
      inbox.start()
      server = await startServer({ inbox, tenant: 'demo', webFolder: await buildWeb(), port })
      browser = await launchBrowser()
    })

    afterAll(async () => {
      await browser.close()
      await server.close()
      await inbox.close()
      await Promise.all([oauth.stop(), dovecot.stop()])
    })

    async function dialogFor(address: string, options: PageOptions = {}) {
      const watched = await openPage(browser, server.url, options)
      await watched.page
        .getByRole('button', { name: /Connecter un canal|Connect a channel/ })
        .first()
        .click()
      const dialog = watched.page.getByRole('dialog')
      await dialog.getByLabel(/Adresse|Address/).fill(address)
      expect(await watched.accessibilityViolations()).toEqual([])
      await dialog.getByRole('button', { name: /Continuer|Continue/ }).click()
      return { ...watched, dialog }
    }

    test('an address and a password are enough, and a wrong one is explained', async () => {
      await dovecot.deliver(withPassword, mailTo(withPassword, 'Devis'))
      const { page, dialog, problems, accessibilityViolations } = await dialogFor(withPassword, {
        expectedProblem: /status of 422/,
      })
      await dialog.getByText('Les réglages de cette adresse ont été trouvés.').waitFor()
      await dialog.getByLabel('Mot de passe', { exact: true }).fill('faux')
      await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
      await dialog.getByText('a refusé l’identifiant paul@demo.test').waitFor()
      expect(await dialog.getByLabel('Mot de passe', { exact: true }).getAttribute('aria-invalid')).toBe(
        'true',
      )
      expect(await accessibilityViolations()).toEqual([])
      await dialog.getByLabel('Mot de passe', { exact: true }).fill(password)
      await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
      await subject(page, 'Devis').waitFor()
      expect(problems).toEqual([])
    })

    test('an account is signed into on the page of its provider, and connected when the person is back', async () => {
      await dovecot.deliver(signedIn, mailTo(signedIn, 'Relance'))
      const { page, dialog, problems, accessibilityViolations } = await dialogFor(signedIn, {
        locale: 'en-GB',
      })
      await dialog.getByRole('button', { name: 'Connect with Google' }).waitFor()
      expect(await accessibilityViolations()).toEqual([])
      await dialog.getByRole('button', { name: 'Connect with Google' }).click()
      await page.getByText('connected: the first messages are arriving').first().waitFor()
      await subject(page, 'Relance').waitFor()
      expect(page.url()).not.toMatch(/code=|state=/)
      expect(problems).toEqual([])
    })

    test('a password that was changed is asked for where the mailbox says so', async () => {
      const changed = 'zoe@demo.test'
      const place = { host: '127.0.0.1', port: dovecot.tlsPort, security: 'tls' }
      const { id } = await inbox.tenant('demo').integrations.create({
        ...{ type: 'imap', name: 'Zoé' },
        settings: { address: changed, ...place, smtp: { ...place, username: null } },
        secrets: { password: 'the old one' },
      })
      const { page, problems, accessibilityViolations } = await openPage(browser, server.url, {
        expectedProblem: /status of 422/,
      })
      await page.getByRole('button', { name: 'Nouveau mot de passe…' }).click()
      const dialog = page.getByRole('dialog', { name: 'Zoé' })
      await dialog.getByLabel('Mot de passe').fill('faux')
      await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
      await dialog.getByText('Ce mot de passe a été refusé.').waitFor()
      expect(await accessibilityViolations()).toEqual([])
      await dialog.getByLabel('Mot de passe').fill(password)
      await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Nouveau mot de passe…' }).waitFor({ state: 'detached' })
      expect((await inbox.tenant('demo').integrations.get(id)).lastSyncProblem).toBeNull()
      expect(problems).toEqual([])
    })

    test('an address that comes back with a code of nobody connects nothing', async () => {
      const { page, problems } = await openPage(browser, `${server.url}/sign-in?code=stolen&state=made-up`, {
        expectedProblem: /status of 422/,
      })
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Cette connexion a pris trop de temps ou a déjà servi.').waitFor()
      expect(page.url()).not.toMatch(/code=|state=/)
      expect(problems).toEqual([])
    })
  },
)

/** Every address is on this Dovecot; one of them is signed into, as at Google. */
function here(accounts: MailAccounts, { tlsPort }: DovecotServer): MailAccounts {
  return {
    ...accounts,
    discover: async (address) => {
      const google = {
        key: 'google',
        name: 'Google',
        helpUrl: null,
        remarks: null,
        logins: ['oauth2'],
      } as const
      const place = { host: '127.0.0.1', port: tlsPort, security: 'tls' }
      const settings = { address, ...place, smtp: { ...place, username: address } }
      const how =
        address === signedIn
          ? ({ provider: google, logins: ['oauth2'], signIn: 'google' } as const)
          : ({ provider: null, logins: ['password'], signIn: null } as const)
      return { address, candidates: [{ source: 'autoconfig', ...how, settings }] }
    },
  }
}

function subject(page: Page, text: string) {
  return page.getByText(text).first()
}

function mailTo(address: string, text: string): string {
  const id = text.toLowerCase()
  return `From: Ann <ann@x.example>\r\nTo: ${address}\r\nSubject: ${text}\r\nMessage-ID: <${id}@x.example>\r\n\r\nBonjour\r\n`
}
