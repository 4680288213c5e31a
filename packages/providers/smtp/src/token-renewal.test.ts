import { type Connection, secret } from '@guichet/core'
import { outboundMail } from '@guichet/core/testing'
import { afterEach, expect, test } from 'vitest'
import type { SmtpSecrets, SmtpSettings } from './settings.ts'
import { smtp } from './smtp.ts'
import { startCapturingSmtpServer } from './testing/capturing-smtp-server.ts'
import { startScriptedSmtpServer } from './testing/scripted-smtp-server.ts'

const open: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const tokens = (accessToken: string) => secret<SmtpSecrets>({ password: '', accessToken })

/** A mailbox whose token is `first` until somebody asks for another one. */
function mailbox(port: number) {
  const refusals: (string | undefined)[] = []
  const connection: Connection<SmtpSettings, SmtpSecrets> = {
    settings: { host: '127.0.0.1', port, security: 'none', username: 'ann' },
    secrets: tokens('first'),
    freshSecrets: async (refused) => {
      refusals.push(refused?.reveal().accessToken)
      return tokens('second')
    },
  }
  return { connection, refusals }
}

function sender() {
  const made = smtp({ privateHosts: 'allowed' })
  open.push(async () => made.close?.())
  return made
}

test('a token that is refused at the login is renewed, and the message sent once', async () => {
  const server = await startCapturingSmtpServer({
    authMethods: ['XOAUTH2'],
    onAuth: ({ username, accessToken }, _, done) => {
      if (accessToken === 'second') done(null, { user: username })
      else done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } })
    },
  })
  open.push(server.stop)
  const { connection, refusals } = mailbox(server.port)
  await sender().send(connection, outboundMail())
  expect([server.mails.length, refusals]).toEqual([1, ['first']])
})

test('a token that ends while its connection is kept is renewed, over a new connection', async () => {
  const server = await startScriptedSmtpServer({
    extensions: ['AUTH XOAUTH2'],
    faults: { mail: { say: '530 5.7.0 Authentication required' } },
    goodMessages: 1,
  })
  open.push(server.stop)
  const { connection, refusals } = mailbox(server.port)
  const { send } = sender()
  await send(connection, outboundMail())
  await send(connection, outboundMail())
  expect([server.connections(), server.messages.length, refusals]).toEqual([2, 2, ['first']])
})

test('a login that is refused with every token needs a person', async () => {
  const faults = { auth: { say: '535 5.7.3 Authentication unsuccessful' } }
  const server = await startScriptedSmtpServer({ extensions: ['AUTH XOAUTH2'], faults })
  open.push(server.stop)
  const { connection, refusals } = mailbox(server.port)
  await expect(sender().send(connection, outboundMail())).rejects.toMatchObject({
    code: 'authentication-failed',
    outcome: 'not-done',
    retry: 'after-fix',
  })
  expect([server.connections(), refusals]).toEqual([2, ['first']])
})
