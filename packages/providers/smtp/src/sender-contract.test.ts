import { senderContract } from '@guichet/core/testing'
import { afterEach, describe, it } from 'vitest'
import { smtpSender } from './smtp-sender.ts'
import { type ScriptedSmtpServer, startScriptedSmtpServer } from './testing/scripted-smtp-server.ts'

let server: ScriptedSmtpServer | undefined
afterEach(() => server?.stop())

describe.each([
  ['ASCII only', [], false],
  ['any address', ['SMTPUTF8', 'SIZE 100000000', 'PIPELINING'], true],
] as const)('an SMTP server that takes %s keeps the contract of a sender', (_, extensions, anyAddress) => {
  for (const check of senderContract) {
    it(check.name, () =>
      check.run(async () => {
        server = await startScriptedSmtpServer({ extensions })
        const { port, heard, messages } = server
        const sender = smtpSender({ host: '127.0.0.1', port, security: 'none', privateHosts: 'allowed' })
        // The commands say more than the messages: whom the server is told it is for.
        return { sender, handedIn: () => (messages.length === 0 ? [] : [heard()]), anyAddress }
      }),
    )
  }
})
