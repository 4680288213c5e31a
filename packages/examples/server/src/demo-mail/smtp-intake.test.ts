import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { startSmtpIntake } from './smtp-intake.ts'

async function greeted(port: number): Promise<Socket> {
  const program = connect(port, '127.0.0.1')
  await once(program, 'data')
  return program
}

test('a program that breaks off in the middle of a mail does not end the demo', async () => {
  const intake = await startSmtpIntake({ onMail: () => undefined })
  const program = await greeted(intake.port)
  for (const line of ['EHLO shop.example', 'MAIL FROM:<shop@client.example>']) {
    program.write(`${line}\r\n`)
    await once(program, 'data')
  }
  program.resetAndDestroy()
  const next = await greeted(intake.port)
  next.end('QUIT\r\n')
  const [goodbye] = await once(next, 'data')
  expect(String(goodbye)).toMatch(/^221/)
  await intake.stop()
})
