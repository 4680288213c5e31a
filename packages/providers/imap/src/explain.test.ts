import { GuichetError, type Sender, secret } from '@guichet/core'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { imap } from './imap.ts'
import type { ImapSecrets } from './settings.ts'

const refused = new GuichetError('authentication-failed', 'the login was refused', {
  retry: 'after-fix',
  problems: [{ key: 'password-refused', server: 'outgoing', field: 'secrets.password', facts: {} }],
})

const sender: Sender = {
  settings: z.object({ host: z.string() }),
  secrets: z.object({ password: z.string() }),
  send: () => Promise.reject(refused),
}

const settings = {
  ...{ address: 'ann@shop.example', name: '', host: 'imap.shop.example', security: 'tls' as const },
  ...{ folders: ['INBOX'], smtp: { host: 'smtp.shop.example' } },
}

const message = {
  ...{ id: 'm', from: { name: '', address: 'ann@shop.example' }, to: [], cc: [], subject: '', text: '' },
  ...{ html: '', mailId: 'm@shop.example', inReplyTo: null, references: [], date: new Date(0) },
}

it.each<readonly [string, ImapSecrets, string]>([
  ['the mailbox’s own password', { password: 'p' }, 'secrets.password'],
  ['the one for sending', { password: 'p', smtp: { password: 'other' } }, 'secrets.smtp.password'],
])('a send that was refused names the secret to correct: %s', async (_name, secrets, field) => {
  const sending = imap({ sender }).send?.({ settings, secrets: secret(secrets) }, message)
  await expect(sending).rejects.toMatchObject({
    ...{ code: 'authentication-failed', retry: 'after-fix' },
    problems: [{ key: 'password-refused', field, facts: { username: 'ann@shop.example' } }],
  })
})
