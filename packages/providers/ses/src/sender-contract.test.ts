import { senderContract } from '@guichet/core/testing'
import { afterEach, describe, it } from 'vitest'
import { sesSender } from './ses-sender.ts'
import { type FakeSes, startFakeSes } from './testing/fake-ses.ts'

let fake: FakeSes | undefined
afterEach(() => fake?.stop())

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'very-secret-key' }

function textOf(body: unknown): string {
  const { Content, ...rest } = Object(body)
  return `${JSON.stringify(rest)}\r\n${Buffer.from(Content.Raw.Data, 'base64').toString('utf8')}`
}

describe('Amazon SES keeps the contract of a sender', () => {
  for (const check of senderContract) {
    it(check.name, () =>
      check.run(async () => {
        fake = await startFakeSes()
        const { url, bodies } = fake
        return {
          sender: sesSender({ region: 'eu-west-3', credentials, endpoint: url }),
          handedIn: () => bodies.map(textOf),
          anyAddress: false,
        }
      }),
    )
  }
})
