import { buffer } from 'node:stream/consumers'
import { skipUnless } from '@guichet-tools/real-servers'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EventSubscription, WireMessage } from './api-client.ts'
import { eventually } from './eventually.ts'
import { mailIdOf } from './mail-on-server.ts'
import { mailText } from './mail-text.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'

describe.skipIf(skipUnless(stageMissing()))('a mailbox whose password for sending was changed', () => {
  let stage: Stage
  let server: SubmissionServer
  let integrationId: string
  let events: EventSubscription

  beforeAll(async () => {
    server = await startSubmissionServer('before')
    stage = await startStage()
    integrationId = await stage.connect({
      settings: { smtp: { host: 'localhost', port: server.port, security: 'none' } },
      secrets: { smtp: { password: 'before' } },
    })
    stage.startWorker()
    events = await stage.api.events()
  })
  afterAll(async () => {
    await events?.close()
    await stage?.dispose()
    await server?.stop()
  })

  test('keeps its answers, says so once, asks its server once, and sends them after the correction', async () => {
    const before = await answer('Un')
    await expectState(before, 'sent')

    server.changePassword('after')
    const first = await answer('Deux')
    const held = await eventually('the mailbox to say that it cannot send', async () => {
      const { sendError, sendWords, lastSyncError } = await stage.api.integration(integrationId)
      return sendError === null ? undefined : { sendError, sendWords, lastSyncError }
    })
    expect(held).toMatchObject({
      sendError: expect.stringMatching(/refused the login/),
      sendWords: { fr: { what: expect.stringContaining('localhost') }, en: { remedy: expect.any(String) } },
      // It still receives.
      lastSyncError: null,
    })
    const second = await answer('Trois')
    await expectWaiting(second, /refused the login/)
    await expectWaiting(first, /refused the login/)
    expect(server.refusals()).toBe(1)
    expect(holds()).toEqual([true])

    await stage.api.send('PATCH', `/inbox/integrations/${integrationId}`, {
      secrets: { password: support.password, smtp: { password: 'after' } },
    })
    await expectState(first, 'sent')
    await expectState(second, 'sent')
    expect(server.taken().toSorted()).toEqual([before, first, second].map(({ mailId }) => mailId).toSorted())
    expect(await stage.api.integration(integrationId)).toMatchObject({ sendError: null, sendWords: null })
    await eventually('the event that it sends again', () => (holds().length === 2 ? true : undefined))
    expect(holds()).toEqual([true, false])
  })

  async function answer(subject: string): Promise<WireMessage> {
    const fields = { from: 'Zoe <zoe@example.org>', to: support.address, text: 'Bonjour ?' }
    const mailId = `${Buffer.from(subject).toString('hex')}@example.org`
    await stage.dovecot.deliver(support.address, mailText({ ...fields, subject, mailId }))
    const { id } = await stage.api.conversationAbout(subject)
    return stage.api.reply(id, 'Elle part demain.', mailId)
  }

  const message = ({ id }: WireMessage) => stage.api.send<WireMessage>('GET', `/inbox/messages/${id}`)

  async function expectState(sent: WireMessage, state: string): Promise<void> {
    await eventually(`an answer that is ${state}`, async () =>
      (await message(sent)).delivery?.state === state ? true : undefined,
    )
  }

  async function expectWaiting(waiting: WireMessage, because: RegExp): Promise<void> {
    await eventually('an answer that waits and says why', async () => {
      const { delivery } = await message(waiting)
      return delivery?.state === 'ready' && because.test(delivery.error ?? '') ? true : undefined
    })
  }

  /** What was said about sending, in order. */
  function holds(): readonly unknown[] {
    const changes = events.events.filter(({ type }) => type === 'integration.changed')
    return changes.flatMap(({ data }) => ('sendsHeld' in data ? [data.sendsHeld] : []))
  }
})

interface SubmissionServer {
  readonly port: number
  changePassword(password: string): void
  /** How many logins it refused. */
  refusals(): number
  /** Message-IDs, in the order in which they came. */
  taken(): readonly (string | null)[]
  stop(): Promise<void>
}

/** Takes mail of whoever logs in with the password of the moment. */
async function startSubmissionServer(password: string): Promise<SubmissionServer> {
  const taken: (string | null)[] = []
  let [current, refusals] = [password, 0]
  const server = new SMTPServer({
    ...{ disabledCommands: ['STARTTLS'], allowInsecureAuth: true, closeTimeout: 1 },
    onAuth: (login, _session, done) => {
      if (login.password === current) return done(null, { user: login.username })
      refusals += 1
      done(new Error('535 5.7.8 wrong password'))
    },
    onData: (stream, _session, done) => {
      void buffer(stream).then((raw) => {
        taken.push(mailIdOf(raw))
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    port: address.port,
    // Connections that are logged in are ended, as providers do.
    changePassword(next) {
      current = next
      for (const connection of server.connections) connection.close()
    },
    refusals: () => refusals,
    taken: () => taken,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
