import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RawMessage } from '@guichet/core'
import { afterAll, describe, expect, it } from 'vitest'
import { parseMail } from './parse-mail.ts'
import { parserThread } from './parser-thread.ts'

const folder = mkdtempSync(join(tmpdir(), 'guichet-parser-'))
afterAll(() => rmSync(folder, { recursive: true }))

function mail(subject: string): RawMessage {
  const bytes = Buffer.from(
    `From: Zoé <zoe@example.com>\nSubject: ${subject}\nDate: Mon, 2 Nov 2026 08:00:00 +0100\n\nBonjour`,
  )
  return {
    ...{ bytes, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    open: async function* () {
      yield bytes
    },
  }
}

/** A thread that behaves as told by the subject: a real one, with real limits. */
function misbehaving(): URL {
  const path = join(folder, `thread-${process.hrtime.bigint()}.mjs`)
  writeFileSync(
    path,
    `import { parentPort, workerData } from 'node:worker_threads'
    const current = new Int32Array(workerData)
    parentPort.on('message', (requests) => {
      for (const { number, bytes } of requests) {
        Atomics.store(current, 0, number)
        const text = Buffer.from(bytes).toString()
        if (text.includes('endless')) for (;;);
        if (text.includes('greedy')) { const hoard = []; for (;;) hoard.push('x'.repeat(1000) + hoard.length) }
        Atomics.store(current, 0, -1)
        parentPort.postMessage({ number, parsed: { subject: /Subject: (.*)/.exec(text)[1] } })
      }
    })`,
  )
  return pathToFileURL(path)
}

describe('parserThread', () => {
  it('reads mails as they are read without a thread', async () => {
    const parse = parserThread({ smallBytes: 0 })
    const mails = ['un', 'deux', 'trois'].map(mail)
    expect(await Promise.all(mails.map(parse))).toEqual(await Promise.all(mails.map(parseMail)))
  })

  it('says unparsable for what is no mail, and goes on', async () => {
    const parse = parserThread({ smallBytes: 0 })
    const bytes = Buffer.from('\u0000\u0001')
    await expect(parse({ ...mail('x'), bytes })).rejects.toMatchObject({
      code: 'unparsable',
      message: /no mail/,
    })
    expect((await parse(mail('after'))).subject).toBe('after')
  })

  it.each(['endless', 'greedy'])('loses only the %s mail and reads the others of its batch', async (kind) => {
    const parse = parserThread({ smallBytes: 0, script: misbehaving(), deadlineMs: 100, memoryMb: 16 })
    const [before, bad, after] = ['before', kind, 'after'].map((subject) => parse(mail(subject)))
    await expect(bad).rejects.toMatchObject({ code: 'unparsable', message: /too long or too much memory/ })
    expect([(await before)?.subject, (await after)?.subject]).toEqual(['before', 'after'])
  })

  it.each(['./not-there.mjs', 'https://example.com/thread.mjs'])(
    'reads here when %s cannot be started',
    async (script) => {
      const parse = parserThread({ smallBytes: 0, script: new URL(script, import.meta.url) })
      expect((await parse(mail('un'))).subject).toBe('un')
      expect((await parse(mail('deux'))).subject).toBe('deux')
    },
  )

  it('reads small mails without the thread', async () => {
    const parse = parserThread({ script: misbehaving() })
    expect((await parse(mail('endless'))).subject).toBe('endless')
  })

  it('reads streams without the thread', async () => {
    const parse = parserThread({ smallBytes: 0, script: new URL('./not-there.mjs', import.meta.url) })
    expect((await parse({ ...mail('long'), bytes: null })).subject).toBe('long')
  })
})
