import { createHash, hash } from 'node:crypto'

interface Fingerprint {
  /** Takes body bytes, in chunks of any size. */
  update(bytes: Buffer): void
  /** `mail:` and a hex SHA-256. */
  finish(mailId: string, from: string, date: string): string
}

/** Converted at once; a body of 50 MB is not copied whole. */
const sliceLength = 64 * 1024

/**
 * What makes two deliveries the same mail: Message-ID, From, Date and the body, whatever the line ends and the
 * headers that were added on the way. A Message-ID alone is no key: senders repeat and omit it.
 */
export function createFingerprint(): Fingerprint {
  const body = createHash('sha256')
  return {
    update: (bytes) => {
      for (let start = 0; start < bytes.length; start += sliceLength)
        body.update(withoutCarriageReturns(bytes.subarray(start, start + sliceLength)), 'latin1')
    },
    finish: (mailId, from, date) => {
      const fields = [mailId, from, date].map((field) => field.replaceAll(/\s+/g, ' ').trim())
      return `mail:${hash('sha256', JSON.stringify([...fields, body.digest('hex')]), 'hex')}`
    },
  }
}

/** One form for CRLF and LF. Latin-1 is one character a byte: nothing else changes, and it is the fastest way. */
function withoutCarriageReturns(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll('\r', '')
}
