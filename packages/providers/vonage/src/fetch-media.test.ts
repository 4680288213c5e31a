import { type GuichetError, isGuichetError } from '@guichet/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeVonage, startFakeVonage } from './testing/fake-vonage.ts'
import { kept, onlyMessage, rawOf } from './testing/support/raw.ts'
import { whatsAppConnection } from './testing/support/requests.ts'
import { vonageWhatsApp } from './vonage-whatsapp.ts'

let vonage: FakeVonage
beforeAll(async () => {
  vonage = await startFakeVonage()
})
afterAll(() => vonage.close())

const signal = new AbortController().signal
const bytes = Buffer.from('a picture')
const file = { contentType: 'image/png', bytes }

function rawWith(...urls: readonly string[]) {
  const content = urls.map((url) => ({ type: 'image', url }))
  const body = { channel: 'whatsapp', message_uuid: 'a', message_type: 'content', content }
  const read = vonageWhatsApp().webhook?.read(kept(body))
  return rawOf(read && onlyMessage(read))
}

async function fetched(url: string, options = {}, index = 0) {
  const channel = vonageWhatsApp({ baseUrl: vonage.url, ...options })
  const found = await channel.fetchAttachment?.(
    whatsAppConnection(vonage.account),
    rawWith(url),
    index,
    signal,
  )
  return { ...found, bytes: Buffer.concat(await Array.fromAsync(found?.bytes ?? [])).toString() }
}

async function errorOf(work: Promise<unknown>): Promise<GuichetError> {
  try {
    await work
  } catch (error) {
    if (isGuichetError(error)) return error
    throw error
  }
  throw new Error('expected an error')
}

describe('a file of a message', () => {
  it('is fetched from where Vonage keeps it, with the token of the application', async () => {
    const url = vonage.keepFile('a.png', { ...file, secured: true })
    expect(await fetched(url)).toEqual({ contentType: 'image/png', name: null, bytes: 'a picture' })
    expect(vonage.requests.at(-1)?.authorization).toMatch(/^Bearer eyJ/)
  })

  it('that the message does not have is not found', async () => {
    expect(await errorOf(fetched(vonage.keepFile('a.png', file), {}, 1))).toMatchObject({ code: 'not-found' })
  })

  it('that Vonage no longer has is not found', async () => {
    expect(await errorOf(fetched(`${vonage.url}/media/gone.png`))).toMatchObject({ code: 'not-found' })
  })

  it('that is too large is refused', async () => {
    const url = vonage.keepFile('large.png', { ...file, bytes: Buffer.alloc(2_000) })
    expect(await errorOf(fetched(url, { maxFileBytes: 1_000 }))).toMatchObject({ code: 'rejected' })
  })

  it.each([
    'https://example.com/a.png',
    'https://evil-vonage.com/a.png',
    'https://vonage.com.evil.example/a.png',
    'https://169.254.169.254/latest/meta-data',
    'http://api.nexmo.com/v3/files/1',
    'file:///etc/passwd',
    'not a url',
  ])('that another server keeps is not asked for: %s', async (url) => {
    const elsewhere = vonageWhatsApp().fetchAttachment
    const asking = elsewhere?.(whatsAppConnection(vonage.account), rawWith(url), 0, signal)
    expect(await errorOf(Promise.resolve(asking))).toMatchObject({ code: 'forbidden', retry: 'never' })
  })

  it('comes from hosts that the operator adds, which never see the token', async () => {
    const url = vonage.keepFile('b.png', file).replace('127.0.0.1', 'localhost')
    expect(await errorOf(fetched(url))).toMatchObject({ code: 'forbidden' })
    expect(await fetched(url, { mediaHosts: ['localhost'] })).toMatchObject({ bytes: 'a picture' })
    expect(vonage.requests.at(-1)?.authorization).toBe('')
  })

  it('at a private address behind the name of a Vonage host is not asked for', async () => {
    const resolveHost = async () => [{ address: '10.0.0.1', family: 4 }]
    const channel = vonageWhatsApp({ resolveHost })
    const raw = rawWith('https://api-eu.nexmo.com/v3/files/1')
    const asking = channel.fetchAttachment?.(whatsAppConnection(vonage.account), raw, 0, signal)
    expect(await errorOf(Promise.resolve(asking))).toMatchObject({ code: 'forbidden' })
  })
})
