import { generateKeyPairSync, type KeyObject } from 'node:crypto'

/** A Vonage account with one application, as the fake knows it. */
export interface FakeAccount {
  readonly apiKey: string
  readonly apiSecret: string
  readonly signatureSecret: string
  readonly applicationId: string
  /** PEM. */
  readonly privateKey: string
  readonly publicKey: KeyObject
}

/** An account with new keys; whatever is given is taken as it is. */
export function fakeAccount(known: Partial<Omit<FakeAccount, 'privateKey' | 'publicKey'>> = {}): FakeAccount {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    apiKey: 'abcd1234',
    apiSecret: 'abcdef0123456789',
    signatureSecret: 'a-signature-secret-for-tests-only',
    applicationId: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
    ...known,
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: keys.publicKey,
  }
}
