import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { smsSettings, vonageSecrets, whatsAppSettings } from './settings.ts'

const base = { number: '+33644630000', apiKey: 'abcd1234' }

/** The fields that a refusal names, and the first sentence. */
function refused(result: ReturnType<typeof smsSettings.safeParse | typeof whatsAppSettings.safeParse>) {
  return result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []
}

describe('the settings of an integration', () => {
  it('have defaults', () => {
    expect(smsSettings.parse(base)).toEqual({
      ...base,
      region: 'global',
      quietPeriodHours: 168,
      toleranceSeconds: 300,
      api: 'messages',
      signatureMethod: 'md5hash',
      unsignedLegacy: 'refused',
    })
    expect(whatsAppSettings.parse(base)).toMatchObject({ templates: [] })
  })

  it.each([
    ['+33644630000', '+33644630000'],
    ['33644630000', '+33644630000'],
    ['+33 6 44 63 00 00', '+33644630000'],
    ['36105', '36105'],
    ['GUICHET', 'GUICHET'],
  ])('take the number %s', (number, taken) => {
    expect(smsSettings.parse({ ...base, number }).number).toBe(taken)
    // What is stored is read again.
    expect(smsSettings.parse({ ...base, number: taken }).number).toBe(taken)
  })

  it.each(['', '06 44 63 00 00', 'A name that is too long', '+1', '12', 'é', '+33644630000123'])(
    'refuse the number %s, and say what one is',
    (number) => {
      expect(refused(smsSettings.safeParse({ ...base, number }))).toEqual([
        expect.stringMatching(/^number: number is our number/),
      ])
    },
  )

  it('of WhatsApp want a whole number', () => {
    for (const number of ['36105', 'GUICHET']) {
      expect(refused(whatsAppSettings.safeParse({ ...base, number }))).toHaveLength(1)
    }
  })

  it('name what is wrong, and take nothing unknown', () => {
    const wrong = { ...base, apiKey: 'a b', applicationId: 'x', region: 'mars', api: 'v2', templates: [] }
    expect(refused(smsSettings.safeParse(wrong)).map((line) => line.split(':')[0])).toEqual([
      'apiKey',
      'applicationId',
      'region',
      'api',
      '',
    ])
    const template = { name: 'a', language: 'French', text: 'b' }
    expect(refused(whatsAppSettings.safeParse({ ...base, templates: [template] }))[0]).toMatch(
      /^templates.0.language/,
    )
  })
})

describe('the secrets', () => {
  const signatureSecret = 'secret'

  it('take a private key as Vonage gives it, and nothing that names a file', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    for (const type of ['pkcs8', 'pkcs1'] as const) {
      const pem = privateKey.export({ type, format: 'pem' }).toString()
      expect(vonageSecrets.parse({ signatureSecret, privateKey: pem }).privateKey).toBe(pem.trim())
    }
    for (const path of ['/etc/passwd', './private.key', 'package.json', '-----BEGIN PRIVATE KEY-----']) {
      expect(vonageSecrets.safeParse({ signatureSecret, privateKey: path }).success).toBe(false)
    }
  })

  it('want the signature secret', () => {
    expect(vonageSecrets.safeParse({}).success).toBe(false)
    expect(vonageSecrets.safeParse({ signatureSecret: '' }).success).toBe(false)
  })
})
