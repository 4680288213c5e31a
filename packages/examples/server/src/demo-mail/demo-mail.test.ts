import { secret, systemClock } from '@guichet/core'
import { type TestClock, testClock } from '@guichet/core/testing'
import { smtp } from '@guichet/smtp'
// Not a dependency of the example: the tests look at the server with the client that Guichet uses.
import { ImapFlow } from 'imapflow'
import { afterEach, describe, expect, test } from 'vitest'
import { type DemoMail, startDemoMail } from './demo-mail.ts'

const stops: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function started(answerAfterMs?: number): Promise<{ mail: DemoMail; clock: TestClock }> {
  const clock = testClock({ start: new Date('2026-11-20T09:00:00Z') })
  const mail = await startDemoMail({ clock, ...(answerAfterMs === undefined ? {} : { answerAfterMs }) })
  stops.push(mail.stop)
  return { mail, clock }
}

async function connected(mail: DemoMail, folder = 'INBOX'): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: mail.host,
    port: mail.imapPort,
    secure: false,
    auth: { user: mail.username, pass: mail.password },
    logger: false,
  })
  client.on('error', () => undefined)
  await client.connect()
  await client.mailboxOpen(folder)
  stops.push(() => client.close())
  return client
}

/** Resolves with the number of mails as soon as the server tells of a new one. */
function nextArrival(client: ImapFlow): Promise<number> {
  return new Promise((resolve) => client.once('exists', ({ count }) => resolve(count)))
}

async function mailNumber(client: ImapFlow, sequence: number) {
  const found = await client.fetchOne(String(sequence), { envelope: true, source: true, uid: true })
  if (!found) throw new Error(`there is no mail ${sequence}`)
  return { envelope: found.envelope, source: found.source?.toString('utf8') ?? '' }
}

function replyTo(mail: DemoMail, address: string, mailId: string, references: readonly string[]) {
  const settings = {
    host: mail.host,
    port: mail.smtpPort,
    security: 'none',
    username: mail.username,
  } as const
  return smtp({ privateHosts: 'allowed' }).send(
    { settings, secrets: secret({ password: mail.password }) },
    {
      id: '0197f000-0000-7000-8000-000000000001',
      from: { name: 'Boulangerie Martin', address: mail.address },
      to: [{ name: '', address }],
      cc: [],
      subject: 'Re: Open this Sunday?',
      text: 'Of course!',
      html: '<p>Of course!</p>',
      mailId,
      inReplyTo: references.at(-1) ?? null,
      references,
      date: new Date('2026-11-20T09:00:00Z'),
    },
  )
}

describe('the demo mailbox', () => {
  test('holds a month of mail, oldest first, in an inbox and a Sent folder', async () => {
    const { mail } = await started()
    const client = await connected(mail)
    const folders = await client.list()
    expect(folders.find(({ specialUse }) => specialUse === '\\Sent')?.path).toBe('Sent')

    const mails = await client.fetchAll('1:*', { envelope: true, internalDate: true })
    expect(mails.length).toBeGreaterThanOrEqual(30)
    const dates = mails.map(({ envelope }) => new Date(envelope?.date ?? '').getTime())
    expect(dates).toEqual(dates.toSorted((left, right) => left - right))
    expect(Math.max(...dates)).toBeLessThan(Date.parse('2026-11-20T09:00:00Z'))
    expect(Math.min(...dates)).toBeGreaterThan(Date.parse('2026-10-30T00:00:00Z'))
    expect(mails.map(({ internalDate }) => new Date(internalDate ?? 0).getTime())).toEqual(dates)
    expect(await client.status('Sent', { messages: true })).toMatchObject({ messages: 5 })
  })

  test('says that CONDSTORE is on, as a client needs it for quick syncs', async () => {
    const { mail } = await started()
    const client = await connected(mail)
    expect([...client.enabled]).toContain('CONDSTORE')
  })

  test('tells a listening client of a delivery', async () => {
    const { mail } = await started()
    const client = await connected(mail)
    const arrival = nextArrival(client)
    void client.idle()
    mail.deliver(
      'From: new@courriel.example\nSubject: Du pain ?\nMessage-ID: <n@courriel.example>\n\nÀ demain ✨',
    )
    const { envelope, source } = await mailNumber(client, await arrival)
    expect(envelope?.subject).toBe('Du pain ?')
    expect(source).toContain('\r\n\r\nÀ demain ✨')
  })

  test('has another UIDVALIDITY after a restart, because live mail is gone then', async () => {
    const first = await connected((await started()).mail)
    const clock = testClock({ start: new Date('2026-11-20T09:00:07Z') })
    const mail = await startDemoMail({ clock })
    stops.push(mail.stop)
    const second = await connected(mail)
    const validity = (client: ImapFlow) => (client.mailbox === false ? null : client.mailbox.uidValidity)
    expect(validity(first)).not.toEqual(validity(second))
  })
})

describe('a reply', () => {
  test('is kept and appears in Sent', async () => {
    const { mail } = await started()
    const client = await connected(mail, 'Sent')
    const arrival = nextArrival(client)
    void client.idle()
    const receipt = await replyTo(mail, 'j.okafor@post.example', 'r1@boulangerie-martin.example', [])
    expect(receipt.providerId).toBe('DEMO1')
    expect((await mailNumber(client, await arrival)).envelope?.messageId).toBe(
      '<r1@boulangerie-martin.example>',
    )
    expect(mail.sent).toHaveLength(1)
  })

  test('is answered by the customer in the same thread, twice and no more', async () => {
    const { mail, clock } = await started(5_000)
    const client = await connected(mail)
    const root = 'sunday-1@post.example'
    const references = [root]
    for (const round of [1, 2]) {
      const ours = `r${round}@boulangerie-martin.example`
      const arrival = nextArrival(client)
      void client.idle()
      await replyTo(mail, 'j.okafor@post.example', ours, references)
      await clock.advance(5_000)
      const { envelope, source } = await mailNumber(client, await arrival)
      expect(envelope?.from?.[0]).toMatchObject({ name: 'Okafor, Jude', address: 'j.okafor@post.example' })
      expect(envelope).toMatchObject({ inReplyTo: `<${ours}>`, subject: 'Re: Open this Sunday?' })
      const thread = [...references, ours].map((id) => `<${id}>`)
      expect(source).toContain(`References: ${thread.join('\r\n ')}\r\n`)
      references.push(ours, envelope?.messageId?.slice(1, -1) ?? '')
    }
    const before = client.mailbox === false ? 0 : client.mailbox.exists
    await replyTo(mail, 'j.okafor@post.example', 'r3@boulangerie-martin.example', references)
    await clock.advance(60_000)
    await client.noop()
    expect(client.mailbox === false ? 0 : client.mailbox.exists).toBe(before)
  })

  test('to somebody who never wrote is not answered', async () => {
    const { mail, clock } = await started(5_000)
    const client = await connected(mail)
    const before = client.mailbox === false ? 0 : client.mailbox.exists
    await replyTo(mail, 'stranger@elsewhere.example', 's1@boulangerie-martin.example', [])
    await clock.advance(60_000)
    await client.noop()
    expect(client.mailbox === false ? 0 : client.mailbox.exists).toBe(before)
  })

  test('with a wrong password is refused', async () => {
    const { mail } = await started()
    const wrong = { ...mail, password: 'guess' }
    await expect(replyTo(wrong, 'j.okafor@post.example', 'x@b.example', [])).rejects.toMatchObject({
      code: 'authentication-failed',
    })
  })
})

test('stopping at once leaves nothing behind, with the real clock', async () => {
  const mail = await startDemoMail({ clock: systemClock() })
  await connected(mail)
  await replyTo(mail, 'j.okafor@post.example', 'r1@boulangerie-martin.example', [])
  await mail.stop()
  await expect(connected(mail)).rejects.toThrow()
})
