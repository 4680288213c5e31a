import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'
import { smallBytes } from './parser-thread.ts'

const security = fileURLToPath(new URL('../../../../../shared/security/', import.meta.url))
const folders = ['mime-bombs', 'postfix-mime'].map((folder) => join(security, folder))
const missing = folders.find((folder) => !existsSync(folder))
if (missing !== undefined) console.log(`skipped: ${missing} is not on this machine`)

/** Computing time; reading the same bytes in a quadratic way takes minutes. */
const limitMs = 1_500

function* hostileMails(): Generator<readonly [string, Buffer]> {
  for (const folder of missing === undefined ? folders : [])
    for (const name of readdirSync(folder).sort()) yield [name, readFileSync(join(folder, name))]
}

/** As much of the mischief as a mail may hold that is read outside of the thread. */
function filled(mail: Buffer): Buffer {
  const times = Math.ceil(smallBytes / Math.max(1, mail.length))
  return Buffer.concat(Array<Buffer>(times).fill(mail)).subarray(0, smallBytes)
}

describe.skipIf(missing !== undefined && process.env.CI === undefined)('the largest small mail', () => {
  test('is there to be tried', () => {
    expect([...hostileMails()].length).toBeGreaterThan(20)
  })

  test.each([...hostileMails()])('of the kind of %s is read in little time', async (_name, mail) => {
    const bytes = filled(mail)
    const before = process.cpuUsage().user
    const reading = parseMail({ size: bytes.length, sha256: '', bytes, open: () => never() })
    await reading.catch(() => null)
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(limitMs)
  })
})

// biome-ignore lint/correctness/useYield: a mail in memory is not opened
async function* never(): AsyncGenerator<Uint8Array> {
  throw new Error('a mail in memory was opened as a stream')
}
