import { join } from 'node:path'
import type { GapReport } from '@guichet/core'
import { skipUnless } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { generateMails, unparsableMail, writeMails } from './generated-mail.ts'
import { mailText } from './mail-text.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'
import { storedInbox } from './stored-inbox.ts'

const history = generateMails(300, 5)
const bad = new Set(history).has(unparsableMail)
  ? history.filter((text) => text === unparsableMail).length
  : 0

describe.skipIf(skipUnless(stageMissing()))('the account of a mailbox on a real server', () => {
  let stage: Stage
  let id: string

  beforeAll(async () => {
    stage = await startStage()
    const files = await writeMails(join(stage.folder, 'mails'), history)
    await stage.dovecot.deliverMany(support.address, files)
    id = await stage.connect()
    stage.startWorker({ windowSize: 40 })
    await report((one) => one.serverCount === history.length && one.notYetRead === 0)
  })
  afterAll(() => stage?.dispose())

  test('adds up after the first sync, with what could not be read', async () => {
    const report = await now()
    expect(report).toMatchObject({ serverCount: history.length, quarantined: bad, deleted: 0, gap: 0 })
    expect(bad).toBeGreaterThan(0)
    assertAddsUp(report)
    expect(report.sources).toContainEqual(expect.objectContaining({ source: 'INBOX', role: 'inbox', gap: 0 }))
  })

  test('adds up after conversations were deleted here, and they stay away', async () => {
    const [first, second] = await stage.api.conversations('&status=new')
    const gone = (first?.messageCount ?? 0) + (second?.messageCount ?? 0)
    for (const one of [first, second]) await stage.api.send('DELETE', `/inbox/conversations/${one?.id}`)
    await syncAgain()
    const report = await now()
    expect(report).toMatchObject({ serverCount: history.length, gap: 0 })
    // The same mail may be in the mailbox more than once.
    expect(report.deleted).toBeGreaterThanOrEqual(gone)
    assertAddsUp(report)
    const all = (await stage.api.conversations()).map((one) => one.id)
    expect(all).not.toContain(first?.id)
  })

  test('adds up after mail was deleted on the server, all of which stays here', async () => {
    const before = await storedInbox(stage).count('guichet.messages')
    await stage.dovecot.doveadm('expunge', '-u', support.address, 'mailbox', 'INBOX', '1:50')
    await stage.api.send('POST', `/inbox/integrations/${id}/sync`)
    const after = await report((one) => one.serverCount === history.length - 50 && one.newer === 0)
    expect(after.gap).toBe(0)
    assertAddsUp(after)
    expect(await storedInbox(stage).count('guichet.messages')).toBe(before)
  })

  test('adds up after our own memory of the folders was lost, without a word to anybody', async () => {
    const announced = await arrivals()
    const messages = await storedInbox(stage).count('guichet.messages')
    const [pause, resume] = [{ paused: true }, { paused: false }]
    await stage.api.send('PATCH', `/inbox/integrations/${id}`, pause)
    await stage.execute('delete from guichet.integration_cursors')
    await stage.api.send('PATCH', `/inbox/integrations/${id}`, resume)
    await eventually('the second reading', async () => {
      const cursor = await storedInbox(stage).cursor()
      return cursor?.lowestUid === 1 ? true : undefined
    })
    await syncAgain()
    assertAddsUp(await now())
    expect((await now()).gap).toBe(0)
    expect(await arrivals()).toBe(announced)
    expect(await storedInbox(stage).count('guichet.messages')).toBe(messages)
  })

  test('an answer that somebody wrote in another mail client is the answer, within seconds', async () => {
    const question = mailText({
      ...{ from: 'Zoe <zoe@example.org>', to: support.address, subject: 'Is it open?', text: 'Hi' },
      mailId: 'open@example.org',
    })
    await stage.dovecot.deliver(support.address, question)
    const { id: conversationId } = await stage.api.conversationAbout('Is it open?')
    const answer = mailText({
      ...{ from: `Support <${support.address}>`, to: 'Zoe <zoe@example.org>', text: 'Yes.' },
      ...{ subject: 'Re: Is it open?', mailId: 'yes@shop.test', references: ['open@example.org'] },
    })
    await stage.dovecot.deliver(support.address, answer, 'Sent')
    await stage.api.send('POST', `/inbox/integrations/${id}/sync`)
    const messages = await eventually('the answer', async () => {
      const found = await stage.api.messages(conversationId)
      return found.length === 2 ? found : undefined
    })
    expect(messages[1]).toMatchObject({ direction: 'outbound', delivery: { state: 'sent' } })
    expect(await stage.api.conversationAbout('Is it open?')).toMatchObject({ status: 'open' })
    const told = await report((one) =>
      one.sources.some(({ role, stored }) => role === 'sent' && stored === 1),
    )
    assertAddsUp(told)
    expect(told.gap).toBe(0)
  })

  function now(): Promise<GapReport> {
    return stage.api.send<GapReport>('GET', `/inbox/integrations/${id}/gap-report`)
  }

  function report(isAsWanted: (report: GapReport) => boolean): Promise<GapReport> {
    return eventually('the report', async () => {
      const report = await now()
      return isAsWanted(report) ? report : undefined
    })
  }

  async function syncAgain(): Promise<void> {
    const { lastSyncAt } = await stage.api.integration(id)
    await stage.api.send('POST', `/inbox/integrations/${id}/sync`)
    await eventually('another look', async () =>
      (await stage.api.integration(id)).lastSyncAt !== lastSyncAt ? true : undefined,
    )
  }

  function arrivals(): Promise<number> {
    return storedInbox(stage).count("guichet.events where type like 'message.%'")
  }
})

function assertAddsUp(report: GapReport): void {
  for (const one of [report, ...report.sources]) {
    const explained = one.stored + one.quarantined + one.deleted + one.missing + one.notYetRead
    expect(one.serverCount + one.newer).toBe(explained + one.gap)
  }
}
