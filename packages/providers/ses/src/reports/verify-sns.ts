import { createVerify, X509Certificate } from 'node:crypto'
import { GuichetError } from '@guichet/core'
import type { SnsMessage } from './sns-message.ts'
import { isSnsUrl } from './sns-url.ts'

/** Amazon changes its certificate about once a year; an attacker must not fill the memory with names. */
const maxCertificates = 8

/**
 * Checks that Amazon signed a message (SNS developer guide, “Verifying the signatures of Amazon SNS messages”). The
 * certificate comes from a page of SNS and is kept. Throws `signature-refused`; with `retry: 'later'` where the
 * certificate could not be fetched, so that SNS posts again.
 */
export function verifySns(
  fetchPage: (url: string) => Promise<Uint8Array>,
): (message: SnsMessage) => Promise<void> {
  const certificates = new Map<string, string>()

  async function certificate(url: string): Promise<string> {
    const known = certificates.get(url)
    if (known !== undefined) return known
    if (!isSnsUrl(url) || !new URL(url).pathname.endsWith('.pem'))
      throw refused('the certificate is not Amazon’s')
    const pem = await fetchPage(url).catch(() => {
      throw new GuichetError('signature-refused', 'Amazon’s certificate could not be fetched', {
        retry: 'later',
      })
    })
    const text = Buffer.from(pem).toString('latin1')
    if (certificates.size >= maxCertificates) certificates.clear()
    certificates.set(url, text)
    return text
  }

  return async (message) => {
    const pem = await certificate(message.SigningCertURL)
    if (!isSigned(message, pem)) throw refused('the signature of the report is wrong')
  }
}

function isSigned(message: SnsMessage, pem: string): boolean {
  try {
    const { publicKey } = new X509Certificate(pem)
    const algorithm = message.SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1'
    return createVerify(algorithm)
      .update(signedText(message), 'utf8')
      .verify(publicKey, message.Signature, 'base64')
  } catch {
    return false
  }
}

function signedText(message: SnsMessage): string {
  const names =
    message.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const)
  return names
    .filter((name) => message[name] !== undefined && message[name] !== null)
    .map((name) => `${name}\n${message[name]}\n`)
    .join('')
}

function refused(sentence: string): GuichetError {
  return new GuichetError('signature-refused', sentence)
}
