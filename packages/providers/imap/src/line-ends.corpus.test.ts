import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type DetailedJudgement, judge } from '@guichet/core'
import { describe, expect, it } from 'vitest'
import { parseMail } from './parse-mail.ts'

const folder = fileURLToPath(new URL('../../../../../shared/corpora/sisimai-set-of-emails/', import.meta.url))
const isThere = existsSync(`${folder}expectations.jsonl`)
if (!isThere && process.env.CI) throw new Error(`CI needs the collection of bounces in ${folder}`)
if (!isThere) console.warn(`skipped: there is no collection of bounces in ${folder}`)

async function judged(text: string): Promise<DetailedJudgement> {
  const bytes = Buffer.from(text, 'latin1')
  return judge(await parseMail({ size: bytes.length, sha256: '', bytes, open: () => once(bytes) }))
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Mail as a Unix spool, a DOS program and an old Macintosh leave it. */
describe.skipIf(!isThere)('the verdict on a bounce', () => {
  const lines = isThere ? readFileSync(`${folder}expectations.jsonl`, 'utf8').trim().split('\n') : []
  const files = lines.map((line) => /"file": ?"([^"]+)"/.exec(line)?.[1] ?? '')

  it.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('is the same when its lines end in %s', { timeout: 60_000 }, async (_name, end) => {
    for (const file of files) {
      const text = readFileSync(`${folder}${file}`, 'latin1').replace(/\r\n?/g, '\n')
      expect(await judged(text.replaceAll('\n', end)), file).toEqual(await judged(text))
    }
    expect(files.length).toBeGreaterThan(300)
  })
})
