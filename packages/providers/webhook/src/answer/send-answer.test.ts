import { isGuichetError } from '@guichet/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signedWebhook } from '../signed-webhook.ts'
import { type Receiver, startReceiver } from '../testing/receiver.ts'
import { answer, connectionOf, secretNumber } from '../testing/samples.ts'

let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver(() => secretNumber(1))
})
afterEach(() => receiver.close())

const send = (changes: { replyUrl?: string; secrets?: readonly string[] } = {}, message = answer) => {
  const { replyUrl = receiver.url, secrets = [secretNumber(1)] } = changes
  return signedWebhook({ privateHosts: 'allowed' }).send?.(connectionOf({ replyUrl }, secrets), message)
}

const failure = async (sending: ReturnType<typeof send>) => {
  try {
    return await sending
  } catch (error) {
    return isGuichetError(error) ? [error.code, error.outcome, error.retry] : error
  }
}

describe('an answer', () => {
  it('is posted to the replyUrl, signed, with the files in it', async () => {
    const text = async function* () {
      yield Buffer.from('café')
    }
    const attachments = [{ name: 'a.txt', contentType: 'text/plain', open: text }]
    const receipt = await send({}, { ...answer, attachments })
    expect(receipt).toEqual({ providerId: null, mailId: answer.id })
    expect(receiver.received).toMatchObject([
      {
        id: answer.id,
        body: {
          ...{ type: 'message.reply', timestamp: '2026-11-27T10:00:00.000Z' },
          data: {
            ...{ id: answer.id, inReplyTo: 'msg_1', text: 'Elle part demain.', to: answer.to },
            attachments: [{ name: 'a.txt', contentType: 'text/plain', content: 'Y2Fmw6k=' }],
          },
        },
      },
    ])
  })

  it('is signed with the secrets before a rotation as well', async () => {
    await send({ secrets: [secretNumber(2), secretNumber(1)] })
    expect([receiver.received.length, receiver.refused]).toEqual([1, 0])
  })

  it('that nobody took may be posted again: its id is the same', async () => {
    receiver.answer = 'hangUp'
    expect(await failure(send())).toEqual(['host-unreachable', 'not-done', 'later'])
    receiver.answer = { status: 200 }
    await send()
    await send()
    expect(receiver.received.map(({ id }) => id)).toEqual([answer.id, answer.id])
  })

  it.each([
    [503, ['throttled', 'not-done', 'later']],
    [429, ['throttled', 'not-done', 'later']],
    [401, ['authentication-failed', 'not-done', 'after-fix']],
    [302, ['rejected', 'not-done', 'never']],
    [422, ['rejected', 'not-done', 'never']],
  ])('that is answered %d is %j', async (status, expected) => {
    receiver.answer = { status }
    expect(await failure(send())).toEqual(expected)
  })

  it('cannot leave without a replyUrl, nor for a private host', async () => {
    const channel = signedWebhook()
    expect(await failure(channel.send?.(connectionOf(), answer))).toEqual([
      ...['invalid-configuration', 'not-done', 'after-fix'],
    ])
    const closed = channel.send?.(connectionOf({ replyUrl: 'https://127.0.0.1/' }), answer)
    expect(await failure(closed)).toEqual(['forbidden', 'not-done', 'after-fix'])
  })
})
