import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeVonage, startFakeVonage } from './fake-vonage.ts'
import { contractIsThere, contractJudge } from './support/contract.ts'

const judge = contractIsThere
  ? contractJudge(
      'messages-v1.openapi.json',
      '/paths/~1v1~1messages/post/requestBody/content/application~1json/schema',
    )
  : null

let vonage: FakeVonage
beforeAll(async () => {
  vonage = await startFakeVonage({
    validate: ({ body }) => (judge === null || judge(JSON.parse(body)) ? null : 'not as described'),
  })
})
afterAll(() => vonage.close())

const good = { channel: 'sms', message_type: 'text', to: '33612345678', from: '33644630000', text: 'a' }

async function post(body: object, authorization?: string) {
  const { apiKey, apiSecret } = vonage.account
  const basic = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`
  const response = await fetch(`${vonage.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: authorization ?? basic },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

describe('the fake Vonage', () => {
  it('takes a text', async () => {
    expect(await post(good)).toMatchObject({ status: 202, body: { message_uuid: expect.any(String) } })
  })

  it('refuses what the real one refuses', async () => {
    expect(await post({ ...good, to: '+33612345678' })).toMatchObject({ status: 422 })
    expect(await post({ ...good, to: '33 6 12 34 56 78' })).toMatchObject({ status: 422 })
    expect(await post({ ...good, text: 'a'.repeat(1_001) })).toMatchObject({ status: 422 })
    expect(await post(good, '')).toMatchObject({ status: 401 })
    expect(await post(good, 'Basic YTpi')).toMatchObject({ status: 401 })
    expect(await post(good, 'Bearer eyJhbGciOiJub25lIn0.e30.')).toMatchObject({ status: 401 })
  })

  it.skipIf(!contractIsThere)('refuses what its description refuses', async () => {
    const { text: _text, ...silent } = good
    const { from: _from, ...anonymous } = good
    for (const body of [
      silent,
      anonymous,
      { ...good, channel: 'pigeon' },
      { ...good, message_type: 'hologram' },
    ]) {
      expect(await post(body)).toMatchObject({ status: 422, body: { detail: 'not as described' } })
    }
  })

  it('remembers what was asked', () => {
    expect(vonage.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/messages',
      body: JSON.stringify(good),
    })
  })
})
