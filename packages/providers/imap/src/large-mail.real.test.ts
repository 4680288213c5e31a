import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type DovecotServer, dovecotMissing, skipUnless, startDovecot } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { imap } from './imap.ts'
import { emptyStore, record, storedMessages } from './testing/record-session.ts'

const address = 'support@guichet.test'
const password = 'correct horse'
const megabyte = 1024 * 1024

/** 100 MB of base64 lines, no two blocks alike, without ever holding them. */
function* largeMail(): Generator<string> {
  yield 'From: Ann <ann@example.org>\r\nSubject: Plans\r\nContent-Transfer-Encoding: base64\r\n\r\n'
  const line = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM\r\n'
  for (let block = 0; block < 100; block += 1) {
    yield `${String(block).padStart(8, 'A')}\r\n${line.repeat(Math.floor(megabyte / line.length))}`
  }
}

describe.skipIf(skipUnless(dovecotMissing()))('a mail of 100 MB', () => {
  let server: DovecotServer
  let directory: string

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'guichet-large-'))
    server = await startDovecot({ users: [{ address, password }] })
  })
  afterAll(async () => {
    await server?.stop()
    await rm(directory, { recursive: true, force: true })
  })

  it('passes through with flat memory, byte for byte', async () => {
    const file = join(directory, 'large.eml')
    await pipeline(Readable.from(largeMail()), createWriteStream(file))
    await server.deliverMany(address, [file])
    const expected = createHash('sha256')
    for await (const piece of createReadStream(file)) expected.update(piece)

    const store = emptyStore()
    const received = createHash('sha256')
    const before = process.memoryUsage().rss
    let peak = before
    const recording = record({
      channel: imap({ privateHosts: 'allowed', tls: { ca: server.ca } }),
      store,
      settings: { address, host: '127.0.0.1', port: server.tlsPort },
      password,
      onAccept: async ({ messages }) => {
        for (const { raw } of messages) {
          if (raw instanceof Uint8Array) throw new Error('it was held in memory')
          for await (const piece of raw) {
            received.update(piece)
            peak = Math.max(peak, process.memoryUsage().rss)
          }
        }
      },
    })
    await recording.until(() => store.reports.length === 1)
    await recording.stop()
    expect(storedMessages(store).length).toBe(1)
    expect(received.digest('hex')).toBe(expected.digest('hex'))
    expect((peak - before) / megabyte).toBeLessThan(100)
    console.info(`peak ${((peak - before) / megabyte).toFixed(0)} MB above the start`)
  })
})
