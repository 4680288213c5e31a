import { join } from 'node:path'
import { skipUnless } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { writeMails } from './generated-mail.ts'
import { mailText } from './mail-text.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'
import { noContradictions, storedInbox } from './stored-inbox.ts'

const deadlyText = 'whoever reads this is gone'
const before = 40
const after = 80

function mail(number: number, text: string): string {
  const fields = { from: `Ann ${number} <ann${number}@example.org>`, to: support.address, text }
  return mailText({ ...fields, subject: `Question ${number}`, mailId: `q${number}@example.org` })
}

describe.skipIf(skipUnless(stageMissing()))('a mail that ends every process that reads it', () => {
  let stage: Stage
  let deaths = 0

  beforeAll(async () => {
    stage = await startStage()
    const mails = Array.from({ length: before + 1 + after }, (_, number) =>
      mail(number, number === before ? deadlyText : 'Bonjour'),
    )
    const files = await writeMails(join(stage.folder, 'mails'), mails)
    await stage.dovecot.deliverMany(support.address, files)
    await stage.connect()
  })
  afterAll(() => stage?.dispose())

  test('ends six, and the seventh puts it aside and stores everything else', {
    timeout: 90_000,
  }, async () => {
    const start = performance.now()
    for (let life = 0; life < 10; life += 1) {
      const worker = stage.startWorker({ leaseMs: 1_000, windowSize: 20, deadlyText })
      const end = await eventually(
        'the end of the worker or of the sync',
        async () => {
          if (!worker.isAlive()) return 'killed'
          const [row] = await stage.rows<{ n: number }>('select count(*)::integer as n from guichet.messages')
          return row?.n === before + 1 + after ? 'done' : undefined
        },
        { withinMs: 30_000, everyMs: 50 },
      )
      if (end === 'done') break
      deaths += 1
    }
    const seconds = (performance.now() - start) / 1_000
    console.info(`${deaths} workers died of the mail; everything was stored after ${seconds.toFixed(1)} s`)
    expect(deaths).toBe(6)
  })

  test('is in quarantine as it came, with the reason, and alone there', async () => {
    const { items } = await stage.api.send<{ items: { id: string; parseError: string }[] }>(
      'GET',
      '/inbox/quarantine',
    )
    expect(items.map(({ parseError }) => parseError)).toEqual([
      'reading it ended the program 6 times: it is kept as it came, unread',
    ])
    expect(await (await stage.api.raw(items[0]?.id ?? '')).text()).toContain(deadlyText)
    expect(await storedInbox(stage).contradictions()).toEqual(noContradictions)
  })

  test('is read when somebody tries again with a program that can', async () => {
    const [row] = await stage.rows<{ id: string }>(
      "select id from guichet.messages where parse_state = 'failed'",
    )
    const replayed = await stage.api.send('POST', `/inbox/messages/${row?.id}/replay`)
    expect(replayed).toMatchObject({ id: row?.id, parseState: 'ok', subject: `Question ${before}` })
    expect(await storedInbox(stage).contradictions()).toEqual(noContradictions)
  })
})
