import { generateKeyPairSync } from 'node:crypto'
import { outboundMail } from '@guichet/core/testing'
import { composeMessage, signWithDkim } from '@guichet/mail-composer'
import { dkimVerify } from 'mailauth'
import { describe, expect, it } from 'vitest'
import { dkimRecord } from './dkim-record.ts'

describe('dkimRecord', () => {
  it('lets receivers check what the key signed', async () => {
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString()
    const { raw } = await composeMessage(outboundMail())
    const signature = { domain: 'boulangerie-martin.example', selector: 's1', privateKey }
    const { value } = dkimRecord(privateKey)
    const { results } = await dkimVerify(await signWithDkim(raw, signature), {
      resolver: async () => [[value]],
    })
    expect(results.map(({ status }) => status.result)).toEqual(['pass'])
  })

  it('refuses what cannot sign, without repeating it', () => {
    const { privateKey: key } = generateKeyPairSync('ed25519')
    for (const wrong of [key.export({ type: 'pkcs8', format: 'pem' }).toString(), 'my-secret', '']) {
      expect(() => dkimRecord(wrong)).toThrow(
        expect.objectContaining({ code: 'invalid-configuration', field: 'privateKey' }),
      )
      expect(() => dkimRecord(wrong)).not.toThrow(/my-secret|BEGIN/)
    }
  })
})
