import { senderContract } from '@guichet/core/testing'
import { afterEach, describe, it } from 'vitest'
import { sendGridSender } from './sendgrid-sender.ts'
import { type FakeSendGrid, startFakeSendGrid } from './testing/fake-sendgrid.ts'

let fake: FakeSendGrid | undefined
afterEach(() => fake?.stop())

describe('SendGrid keeps the contract of a sender', () => {
  for (const check of senderContract) {
    it(check.name, () =>
      check.run(async () => {
        fake = await startFakeSendGrid()
        const { url, requests } = fake
        return {
          sender: sendGridSender({ apiKey: 'SG.aaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbb', baseUrl: url }),
          handedIn: () => requests.map(({ body }) => JSON.stringify(body)),
          anyAddress: false,
        }
      }),
    )
  }
})
