import { describe, expect, test } from 'vitest'
import { printedSeed } from '../seeded-random.ts'
import { collectionsMissing } from './mail-collections.ts'
import { runFuzz } from './run-fuzz.ts'
import { takeApart } from './take-apart.ts'

const missing = collectionsMissing()
if (missing !== null) console.log(`skipped: ${missing}`)

test('a mail without a header line goes to quarantine rather than throwing', async () => {
  await expect(takeApart(Buffer.from('no header here\n'))).resolves.toBeUndefined()
})

describe.skipIf(missing !== null && process.env.CI === undefined)('mail of strangers', () => {
  test('neither a mail, nor a cut one, nor one of 10,000 changed ones throws, hangs or eats memory', async () => {
    const { failure, tried } = await runFuzz(printedSeed('bad input'), 10_000)
    expect(failure).toBeNull()
    expect(tried).toBeGreaterThan(10_000)
  }, 300_000)
})
