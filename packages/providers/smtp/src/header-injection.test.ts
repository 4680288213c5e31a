import { outboundMail } from '@guichet/core/testing'
import { expect, test } from 'vitest'
import { smtp } from './smtp.ts'
import { plainConnection } from './testing/plain-connection.ts'
import { startScriptedSmtpServer } from './testing/scripted-smtp-server.ts'

test('line breaks in any header field are refused before a connection is opened', async () => {
  const server = await startScriptedSmtpServer()
  const evil = 'Bonjour\r\nBcc: victim@elsewhere.example'
  for (const change of [
    { subject: evil },
    { mailId: evil },
    { to: [{ name: evil, address: 'a@b.example' }] },
  ]) {
    const message = outboundMail(change)
    await expect(
      smtp({ privateHosts: 'allowed' }).send(plainConnection(server.port), message),
    ).rejects.toMatchObject({
      code: 'invalid-input',
    })
  }
  expect(server.heard()).toBe('')
  await server.stop()
})

test('a body with SMTP commands and lone dots stays one message', async () => {
  const server = await startScriptedSmtpServer()
  const text = 'Bonjour\r\n.\r\nMAIL FROM:<forged@elsewhere.example>\n.\n.\r.\r\nQUIT'
  await smtp({ privateHosts: 'allowed' }).send(plainConnection(server.port), outboundMail({ text, html: '' }))
  expect(server.messages).toHaveLength(1)
  expect(server.heard().match(/^MAIL FROM/gm)?.length).toBe(2)
  expect(server.messages[0]).toContain('\r\n..\r\nMAIL FROM:<forged@elsewhere.example>')
  await server.stop()
})
