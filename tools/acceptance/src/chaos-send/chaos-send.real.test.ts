import { postgresMissing, skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, test } from 'vitest'
import { printedSeed } from '../seeded-random.ts'
import { runChaos } from './run-chaos.ts'

describe.skipIf(skipUnless(postgresMissing()))(
  'an SMTP server that fails, and workers that are killed',
  () => {
    test('no message is lost, none is sent twice, and only what may have been taken is uncertain', {
      timeout: 120_000,
    }, async () => {
      const { lost, doubled, unknown, wrong, kills, reconciled } = await runChaos(
        printedSeed('chaos-send'),
        60,
      )
      console.info(`${kills} kills; ${unknown} unknown, ${reconciled} more were found among the sent mail`)
      expect(wrong).toEqual([])
      expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 })
      expect(kills).toBeGreaterThan(3)
    })
  },
)
