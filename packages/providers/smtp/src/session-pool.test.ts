import { outboundMail, testClock } from '@guichet/core/testing'
import { afterEach, describe, expect, test } from 'vitest'
import type { smtp } from './smtp.ts'
import { plainConnection } from './testing/plain-connection.ts'
import {
  type Script,
  type ScriptedSmtpServer,
  startScriptedSmtpServer,
} from './testing/scripted-smtp-server.ts'
import { transmitter } from './transmitter.ts'

const open: ScriptedSmtpServer[] = []

afterEach(async () => {
  for (const server of open.splice(0)) await server.stop()
})

async function scripted(script: Script = {}): Promise<ScriptedSmtpServer> {
  const server = await startScriptedSmtpServer(script)
  open.push(server)
  return server
}

type Pool = NonNullable<Parameters<typeof smtp>[0]>['pool']

function senderTo({ port }: ScriptedSmtpServer, pool: Pool = {}) {
  const clock = testClock()
  const sender = transmitter({ privateHosts: 'allowed', clock, pool })
  const send = (password = 'right', message = outboundMail()) => {
    const { settings, secrets } = plainConnection(port, { username: 'ann' }, password)
    return sender.send({ settings, secrets, dkim: null }, message)
  }
  return { clock, send, close: sender.close }
}

describe('a connection is kept', () => {
  test('and takes the next message without another login', async () => {
    const server = await scripted()
    const { send } = senderTo(server)
    for (let index = 0; index < 3; index += 1) await send()
    expect([server.connections(), server.messages.length]).toEqual([1, 3])
    expect(server.heard().match(/AUTH/g)).toHaveLength(1)
  })

  test('for as many messages as were agreed, and for that long', async () => {
    const server = await scripted()
    const { send, clock } = senderTo(server, { maxMessages: 2, idleMs: 5_000 })
    for (let index = 0; index < 3; index += 1) await send()
    expect(server.connections()).toBe(2)
    await clock.advance(5_000)
    await send()
    expect(server.connections()).toBe(3)
  })

  test('for nobody who logs in otherwise', async () => {
    const server = await scripted()
    const { send } = senderTo(server)
    await send('right')
    await send('changed')
    expect(server.connections()).toBe(2)
    expect(server.heard().match(/AUTH/g)).toHaveLength(2)
  })

  test('until everything is closed, and none afterwards', async () => {
    const server = await scripted()
    const { send, close } = senderTo(server)
    await send()
    close()
    await send()
    await expect.poll(server.open).toBe(0)
    expect(server.connections()).toBe(2)
  })

  test('but not one that refused something', async () => {
    const server = await scripted({ faults: { rcpt: { say: '550 5.1.1 nobody' } }, goodMessages: 1 })
    const { send } = senderTo(server)
    await send()
    await expect(send()).rejects.toMatchObject({ code: 'rejected' })
    await send()
    expect(server.connections()).toBe(2)
  })

  test('but not one whose server hung up meanwhile', async () => {
    const server = await scripted()
    const { send } = senderTo(server)
    await send()
    await server.hangUp()
    await send()
    expect([server.connections(), server.messages.length]).toEqual([2, 2])
  })
})

describe.each([
  ['one command at a time', ['AUTH PLAIN']],
  ['pipelined', ['AUTH PLAIN', 'PIPELINING']],
])('a kept connection that turns out to be dead, commands %s', (_how, extensions) => {
  test.each<[string, Script['faults']]>([
    ['lost', { mail: 'drop' }],
    ['closed with 421', { mail: { say: '421 4.4.2 timeout exceeded', thenDrop: true } }],
  ])('%s: the message goes over a new one', async (_name, faults) => {
    const server = await scripted({ extensions, faults: faults ?? {}, goodMessages: 1 })
    const { send } = senderTo(server)
    await send()
    expect(await send()).toEqual({ providerId: '4XYZ' })
    expect([server.connections(), server.messages.length]).toEqual([2, 2])
  })

  test('a new one that is lost is not replaced', async () => {
    const server = await scripted({ extensions, faults: { mail: 'drop' } })
    const { send } = senderTo(server)
    await expect(send()).rejects.toMatchObject({ code: 'host-unreachable', outcome: 'not-done' })
    expect(server.connections()).toBe(1)
  })

  test.each(['go-ahead', 'body', 'dot'] as const)('at %s: nothing is sent a second time', async (stage) => {
    const server = await scripted({ extensions, faults: { [stage]: 'drop' }, goodMessages: 1 })
    const { send } = senderTo(server)
    await send()
    await expect(send()).rejects.toMatchObject({ outcome: 'unknown' })
    expect(server.connections()).toBe(1)
  })
})

test('no more connections are opened than were agreed: who comes later waits', async () => {
  const server = await scripted()
  const { send } = senderTo(server, { maxConnections: 2 })
  await Promise.all(Array.from({ length: 10 }, () => send()))
  expect([server.connections(), server.messages.length]).toEqual([2, 10])
})

test('who waits for a login that is refused meanwhile does not try it as well', async () => {
  const server = await scripted({ faults: { auth: { say: '535 5.7.8 wrong password' } } })
  const { send } = senderTo(server, { maxConnections: 2 })
  const ends = await Promise.allSettled(Array.from({ length: 10 }, () => send()))
  expect(ends.map((end) => end.status === 'rejected' && end.reason.code)).toEqual(
    Array.from({ length: 10 }, () => 'authentication-failed'),
  )
  expect(server.connections()).toBe(2)
  await expect(send()).rejects.toMatchObject({ code: 'authentication-failed' })
  expect(server.connections()).toBe(3)
})
