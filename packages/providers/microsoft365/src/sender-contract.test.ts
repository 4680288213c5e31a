import { senderContract } from '@guichet/core/testing'
import { afterEach, describe, it } from 'vitest'
import { graphSender } from './graph-sender.ts'
import { type FakeMicrosoft, startFakeMicrosoft } from './testing/fake-microsoft.ts'

let fake: FakeMicrosoft | undefined
afterEach(() => fake?.stop())

describe('Microsoft Graph keeps the contract of a sender', () => {
  for (const check of senderContract) {
    it(check.name, () =>
      check.run(async () => {
        fake = await startFakeMicrosoft()
        const { url, sends } = fake
        return {
          sender: graphSender({
            ...{ directory: 'acme.example', clientId: 'app', clientSecret: 'very-secret-value' },
            ...{ graphUrl: url, loginUrl: url },
          }),
          handedIn: () => sends.map(({ mime }) => mime),
          anyAddress: true,
        }
      }),
    )
  }
})
