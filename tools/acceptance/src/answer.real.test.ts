import {
  type MailUser,
  type PostfixServer,
  postfixMissing,
  skipUnless,
  startPostfix,
} from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WireMessage } from './api-client.ts'
import { eventually, pause } from './eventually.ts'
import { mailIdOf, mailOnServer } from './mail-on-server.ts'
import { mailText } from './mail-text.ts'
import { below, printedSeed, seededRandom } from './seeded-random.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'
import type { RunningWorker } from './start-worker.ts'

const customer: MailUser = { address: 'zoe@shop.test', password: 'battery staple' }
const answers = 20
const kills = 5

describe.skipIf(skipUnless(stageMissing() ?? postfixMissing()))('answers through a real Postfix', () => {
  const random = seededRandom(printedSeed('answer'))
  let stage: Stage
  let postfix: PostfixServer
  let worker: RunningWorker

  beforeAll(async () => {
    stage = await startStage({ users: [support, customer] })
    postfix = await startPostfix({
      domain: 'shop.test',
      users: [support.address, customer.address],
      mailDirectory: (user) => stage.dovecot.mailDirectory(user),
    })
    const smtp = { host: 'localhost', port: postfix.port, security: 'none', username: null }
    await stage.connect({ settings: { name: 'Shop', smtp } })
    worker = stage.startWorker()
  })
  afterAll(async () => {
    await stage?.dispose()
    await postfix?.stop()
  })

  test('an answer arrives once, in the thread it answers, as text and HTML', async () => {
    await ask('Où est ma commande ?', 'question@example.org', ['first@example.org', 'second@example.org'])
    const { id } = await stage.api.conversationAbout('Où est ma commande ?')
    const start = performance.now()
    const text = 'Bonjour,\n\nelle part <demain> à 9 h : ça vous va ?\n\nAda'
    const { mailId } = await stage.api.reply(id, text, 'once')
    // A second click with the same key is the same answer.
    expect((await stage.api.reply(id, text, 'once')).mailId).toBe(mailId)
    await eventually('the answer in the mailbox', async () =>
      (await delivered()).has(mailId ?? '') ? true : undefined,
    )
    console.info(
      `the answer was in the mailbox ${Math.round(performance.now() - start)} ms after it was written`,
    )
    await eventually('the delivery state', async () =>
      (await stage.api.messages(id)).at(-1)?.delivery?.state === 'sent' ? true : undefined,
    )

    const [mail, ...others] = await mailOnServer(stage.dovecot, customer)
    expect(others).toEqual([])
    const source = mail?.source.toString('latin1') ?? ''
    const header = unfolded(source.slice(0, source.indexOf('\r\n\r\n')))
    expect(header).toContain('In-Reply-To: <question@example.org>')
    // The id of the conversation is the oldest ancestor.
    expect(header).toMatch(
      /^References: <c[0-9a-f.]+@shop\.test> <first@example\.org> <second@example\.org> <question@example\.org>$/m,
    )
    expect(header).toMatch(/^From: "?Shop"? <support@shop\.test>$/m)
    expect(header).toContain(`To: Zoe <${customer.address}>`)
    expect(header).toMatch(/^Subject: Re: =\?UTF-8\?Q\?O=C3=B9_est_ma_commande_\?=$|^Subject: =\?UTF-8\?/m)
    expect(header).toContain('Content-Type: multipart/alternative')
    const [, plain = '', html = ''] = source.split(/\r\n--[^\r\n]+\r\n/)
    expect(plain).toMatch(/^Content-Type: text\/plain; charset=utf-8/i)
    expect(plain).toContain('elle part <demain> =C3=A0 9 h : =C3=A7a vous va ?')
    expect(html).toMatch(/^Content-Type: text\/html; charset=utf-8/i)
    expect(html).toContain('elle part &lt;demain&gt; =C3=A0 9 h')
  })

  test('kill -9 while answers are sent: none is sent twice, none is lost without a word', {
    timeout: 120_000,
  }, async () => {
    const written = await writeAnswers()
    const { hits, inTheMiddle } = await killAndRestart()
    const start = performance.now()
    await settle()
    await postfixIsIdle()
    const states = await outboxStates(written)
    const mailbox = await delivered()
    const copies = written.map(({ mailId }) => mailbox.get(mailId ?? '') ?? 0)
    const count = (state: string) => states.filter((one) => one === state).length
    console.info(
      `${hits} of ${kills} kills while answers were left, ${inTheMiddle} answers were being sent at a kill; ` +
        `${count('sent')} sent, ${count('unknown')} unknown of which ` +
        `${states.filter((state, index) => state === 'unknown' && copies[index] === 1).length} had arrived; ` +
        `settled ${((performance.now() - start) / 1_000).toFixed(1)} s after the last restart`,
    )
    expect(hits).toBeGreaterThan(0)
    expect(states.filter((state) => state !== 'sent' && state !== 'unknown')).toEqual([])
    for (const [index, state] of states.entries()) {
      if (state === 'sent') expect(copies[index]).toBe(1)
      else expect(copies[index]).toBeLessThanOrEqual(1)
    }
    // The person who wrote it is told.
    const uncertain = await stage.rows<{ n: number }>(
      `select count(*) as n from guichet.events where type = 'message.uncertain'`,
    )
    expect(uncertain[0]?.n).toBe(count('unknown'))
  })

  function ask(subject: string, mailId: string, references: readonly string[] = []): Promise<void> {
    const from = `Zoe <${customer.address}>`
    const mail = mailText({ from, to: support.address, subject, text: 'Bonjour ?', mailId, references })
    return stage.dovecot.deliver(
      support.address,
      mail.replace(`Subject: ${subject}`, () => `Subject: ${encoded(subject)}`),
    )
  }

  /** Twenty questions, answered while no worker runs: all are queued when the first one starts. */
  async function writeAnswers(): Promise<readonly WireMessage[]> {
    for (let number = 1; number <= answers; number += 1)
      await ask(`Question ${number}`, `q${number}@example.org`)
    const ids: string[] = []
    for (let number = 1; number <= answers; number += 1) {
      ids.push((await stage.api.conversationAbout(`Question ${number}`)).id)
    }
    await worker.stop()
    const written: WireMessage[] = []
    for (const [index, id] of ids.entries())
      written.push(await stage.api.reply(id, `Answer ${index}`, `key-${index}`))
    return written
  }

  /** Kills a worker a random moment after a random number of sends began or ended, again and again. */
  async function killAndRestart(): Promise<{ readonly hits: number; readonly inTheMiddle: number }> {
    let hits = 0
    for (let kill = 0; kill < kills; kill += 1) {
      worker = stage.startWorker()
      const reached = Promise.withResolvers<boolean>()
      let left = 1 + below(random, 3)
      const pauseMs = random() * 120
      worker.onReport(({ kind }) => {
        if ((kind === 'sending' || kind === 'sent') && --left === 0) reached.resolve(true)
      })
      const isLeft = await Promise.race([reached.promise, noneLeft()])
      if (!isLeft) break
      await pause(pauseMs)
      await worker.kill()
      hits += 1
    }
    const inTheMiddle = await outboxCount(`state = 'sending'`)
    if (!worker.isAlive()) worker = stage.startWorker()
    return { hits, inTheMiddle }
  }

  /** False when nothing waits any more, or only what a dead worker holds for a while. */
  async function noneLeft(): Promise<false> {
    await pause(4_000)
    return false
  }

  /** Lets the two minutes pass after which a send counts as crashed: on the database's clock, at once. */
  async function settle(): Promise<void> {
    await eventually(
      'an end for every answer',
      async () => {
        await stage.execute(
          `update guichet.outbox o set sending_until = now() where state = 'sending' and not exists (
             select from guichet_jobs.job j where j.name = 'send' and j.state = 'active' and j.data ->> 'subject' = o.message_id);
           update guichet_jobs.job set start_after = now() where name = 'send' and state in ('created', 'retry')`,
        )
        return (await outboxCount(`state in ('ready', 'sending')`)) === 0 ? true : undefined
      },
      { withinMs: 60_000, everyMs: 500 },
    )
  }

  /**
   * What Postfix took is in the mailbox when it has forgotten it. A worker that is killed while it hands a message over
   * leaves a Message-ID in the log of something that was never taken.
   */
  async function postfixIsIdle(): Promise<void> {
    await eventually('the end of the queue of Postfix', async () => {
      const log = await postfix.log()
      const count = (line: RegExp) => [...log.matchAll(line)].length
      const taken = new Set([...log.matchAll(/: (\w+): from=<[^>]*>.*\(queue active\)/g)].map(([, id]) => id))
      const forgotten = new Set([...log.matchAll(/: (\w+): removed/g)].map(([, id]) => id))
      const isDone = [...taken].every((id) => forgotten.has(id))
      const abandoned = count(/lost connection after (?:DATA|END-OF-MESSAGE|BDAT)/g)
      return isDone && count(/ message-id=</g) - forgotten.size <= abandoned ? true : undefined
    })
  }

  async function outboxCount(condition: string): Promise<number> {
    return Number(
      (await stage.rows<{ n: number }>(`select count(*) as n from guichet.outbox where ${condition}`))[0]?.n,
    )
  }

  async function outboxStates(written: readonly WireMessage[]): Promise<readonly (string | undefined)[]> {
    const states: (string | undefined)[] = []
    for (const { id } of written) {
      states.push((await stage.api.send<WireMessage>('GET', `/inbox/messages/${id}`)).delivery?.state)
    }
    return states
  }

  /** How often each Message-ID lies in the customer's mailbox. */
  async function delivered(): Promise<ReadonlyMap<string, number>> {
    const copies = new Map<string, number>()
    for (const { source } of await mailOnServer(stage.dovecot, customer)) {
      const id = mailIdOf(source) ?? ''
      copies.set(id, (copies.get(id) ?? 0) + 1)
    }
    return copies
  }
})

function encoded(subject: string): string {
  return `=?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`
}

function unfolded(header: string): string {
  return header.replaceAll(/\r\n[ \t]+/g, ' ').replaceAll('\r\n', '\n')
}
