import { expect, test } from 'vitest'
import { sealedSign } from './sealed-mail.ts'

function sign(type: string, text = '') {
  return sealedSign({ headers: new Map([['content-type', [type]]]), text })
}

test.each([
  'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
  'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m',
  'application/x-pkcs7-mime; name="smime.p7m"; smime-type="enveloped-data"',
  'application/pkcs7-mime; smime-type=authEnveloped-data',
])('%s is encrypted', (type) => {
  expect(sign(type)).toContain(type)
})

test('a text in PGP armour is encrypted', () => {
  expect(sign('text/plain', '\n-----BEGIN PGP MESSAGE-----\n\nhQEM')).toContain('PGP')
})

test.each([
  'text/plain',
  'multipart/signed; protocol="application/pgp-signature"; boundary=b',
  'application/pkcs7-mime; smime-type=signed-data; name=smime.p7m',
])('%s can be read', (type) => {
  expect(sign(type, 'Hello\n-----BEGIN PGP SIGNED MESSAGE-----')).toBeNull()
})
