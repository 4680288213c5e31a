import { selfSignedCertificate, skipUnless } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { WireMessage } from './api-client.ts'
import type { Fault } from './chaos-send/faults.ts'
import { type FaultySmtpServer, startFaultySmtpServer } from './chaos-send/faulty-smtp.ts'
import { eventually } from './eventually.ts'
import { mailIdOf, mailOnServer } from './mail-on-server.ts'
import { mailText } from './mail-text.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'

/** The connection is gone when the server has the message, before it could say so. */
const cutAfterTheDot: Fault = { step: 'dot', kind: 'close', isTaken: true, place: 0 }

describe.skipIf(skipUnless(stageMissing()))('copies of answers in the folder of sent mail', () => {
  let stage: Stage
  let server: FaultySmtpServer
  let integrationId: string
  const faults: Fault[] = []

  beforeAll(async () => {
    const deck = { connection: () => null, message: () => faults.shift() ?? null, calm: () => undefined }
    server = await startFaultySmtpServer({ deck, certificate: selfSignedCertificate() })
    stage = await startStage({ users: [support] })
    const smtp = { host: 'localhost', port: server.port, security: 'none', username: null }
    integrationId = await stage.connect({ settings: { name: 'Shop', smtp } })
  })
  afterAll(async () => {
    await stage?.dispose()
    await server?.stop()
  })
  beforeEach(() => {
    faults.length = 0
  })

  test('there is one, which the inbox knows for its answer', async () => {
    const worker = stage.startWorker()
    const answer = await ask('Ma commande')
    await expectState(answer, 'sent')
    await fileNow()
    const [copy] = await eventually('the copy', async () => some(await copiesOf(answer)))
    expect(copy?.toString('latin1')).toContain('Elle part demain.')
    await seenInSent(answer)
    await expectOneAnswer(answer)
    await worker.stop()
  })

  test('there is one also when the worker dies before it could say that it filed it', async () => {
    const mortal = stage.startWorker({ diesAfterFiling: true, leaseMs: 1_000 })
    const answer = await ask('Ma facture')
    await expectState(answer, 'sent')
    await fileNow()
    await eventually('the death of the worker', () => (mortal.isAlive() ? undefined : true))
    expect((await copiesOf(answer)).length).toBe(1)
    await buryWorker()
    const worker = stage.startWorker()
    await eventually('the end of the job', async () => ((await jobsLeft()) === 0 ? true : undefined))
    await seenInSent(answer)
    await expectOneAnswer(answer)
    await worker.stop()
  })

  test('one that the provider filed tells that an answer was sent, when its server could not', async () => {
    const worker = stage.startWorker()
    faults.push(cutAfterTheDot)
    const answer = await ask('Mon devis')
    await expectState(answer, 'unknown')
    const taken = server.taken.filter(({ mailId }) => mailId === answer.mailId)
    expect(taken.length).toBe(1)
    await stage.dovecot.deliver(support.address, taken[0]?.raw ?? '', 'Sent')
    await stage.api.send('POST', `/inbox/integrations/${integrationId}/sync`)
    await expectState(answer, 'sent')
    expect(server.taken.filter(({ mailId }) => mailId === answer.mailId).length).toBe(1)
    await expectOneAnswer(answer)
    const types = await stage.rows<{ readonly type: string }>(
      `select type from guichet.events where message_id = '${answer.id}' order by tx, number`,
    )
    expect(types.map(({ type }) => type)).toEqual(['message.queued', 'message.uncertain', 'message.sent'])
    await worker.stop()
  })

  async function ask(subject: string): Promise<WireMessage> {
    const fields = { from: 'Zoe <zoe@example.org>', to: support.address, text: 'Bonjour ?' }
    const mailId = `${Buffer.from(subject).toString('hex')}@example.org`
    await stage.dovecot.deliver(support.address, mailText({ ...fields, subject, mailId }))
    const { id } = await stage.api.conversationAbout(subject)
    return stage.api.reply(id, 'Elle part demain.', mailId)
  }

  function expectState({ id }: WireMessage, state: string): Promise<true> {
    return eventually(`an answer that is ${state}`, async () => {
      const { delivery } = await stage.api.send<WireMessage>('GET', `/inbox/messages/${id}`)
      return delivery?.state === state ? true : undefined
    })
  }

  /** The pause is over that providers are given to file copies themselves. */
  function fileNow(): Promise<void> {
    return stage.execute(`update guichet_jobs.job set start_after = now() where name = 'file'`)
  }

  /** What the dead worker held goes on elsewhere, as when its heartbeats stay away. */
  function buryWorker(): Promise<void> {
    return stage.execute(
      `update guichet_jobs.job set state = 'retry', start_after = now() where state = 'active'`,
    )
  }

  async function jobsLeft(): Promise<number> {
    const left = `name = 'file' and state in ('created', 'active', 'retry')`
    const [row] = await stage.rows<{ readonly n: number }>(
      `select count(*) as n from guichet_jobs.job where ${left}`,
    )
    return Number(row?.n)
  }

  /** A sync has been there and met the copy. */
  async function seenInSent({ id }: WireMessage): Promise<void> {
    await stage.api.send('POST', `/inbox/integrations/${integrationId}/sync`)
    await eventually('the copy, seen by the sync', async () =>
      some(
        await stage.rows(
          `select locator from guichet.message_locations where message_id = '${id}' and locator like 'Sent/%'`,
        ),
      ),
    )
  }

  /** On both sides: one copy for people's mail programs, one message for the inbox. */
  async function expectOneAnswer(answer: WireMessage): Promise<void> {
    expect((await copiesOf(answer)).length).toBe(1)
    const messages = await stage.api.messages(answer.conversationId)
    expect(messages.map(({ direction }) => direction)).toEqual(['inbound', 'outbound'])
  }

  async function copiesOf({ mailId }: WireMessage): Promise<readonly Buffer[]> {
    const sent = await mailOnServer(stage.dovecot, support, 'Sent')
    return sent.map(({ source }) => source).filter((source) => mailIdOf(source) === mailId)
  }
})

function some<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items
}
