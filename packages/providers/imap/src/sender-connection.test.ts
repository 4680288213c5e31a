import { type Connection, type Sender, secret } from '@guichet/core'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { senderConnection } from './sender-connection.ts'
import type { ImapSecrets, ImapSettings } from './settings.ts'

const sender: Sender = {
  settings: z.object({ host: z.string(), username: z.string() }),
  secrets: z.object({ password: z.string().default(''), accessToken: z.string().optional() }),
  send: async () => ({ providerId: null }),
}

const settings: ImapSettings = {
  ...{
    address: 'ann@shop.example',
    name: '',
    host: 'imap.shop.example',
    security: 'tls',
    folders: ['INBOX'],
  },
  smtp: { host: 'smtp.shop.example' },
}

const signedIn = (accessToken: string) =>
  secret<ImapSecrets>({
    oauth: { provider: 'google', accessToken, refreshToken: 'r', expiresAt: '2026-11-02T08:00:00Z' },
  })

function mailbox(secrets: ImapSecrets, fresh = secret(secrets)) {
  const refused: unknown[] = []
  const connection: Connection<ImapSettings, ImapSecrets> = {
    settings,
    secrets: secret(secrets),
    freshSecrets: async (was) => {
      refused.push(was?.reveal().oauth?.accessToken)
      return was === undefined ? fresh : signedIn('renewed')
    },
  }
  return { connection, refused }
}

it('the sender logs in as the mailbox does', async () => {
  const { settings, secrets } = await senderConnection(sender, mailbox({ password: 'p' }).connection)
  expect(settings).toEqual({ host: 'smtp.shop.example', username: 'ann@shop.example' })
  expect(secrets.reveal()).toEqual({ password: 'p' })
})

it('a token is fresh, and one that the server of the sender refuses is renewed', async () => {
  const { connection, refused } = mailbox({}, signedIn('fresh'))
  const own = await senderConnection(sender, connection)
  expect(own.secrets.reveal()).toMatchObject({ accessToken: 'fresh' })
  expect((await own.freshSecrets?.(own.secrets))?.reveal()).toMatchObject({ accessToken: 'renewed' })
  expect(refused).toEqual([undefined, 'fresh'])
})

it('secrets of its own are nobody else’s to renew', async () => {
  const { connection } = mailbox({ password: 'p', smtp: { password: 'other' } })
  const own = await senderConnection(sender, connection)
  expect([own.secrets.reveal(), own.freshSecrets]).toEqual([{ password: 'other' }, undefined])
})
