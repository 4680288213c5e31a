import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import DKIM from 'nodemailer/lib/dkim'

/** A key whose public half is published at `<selector>._domainkey.<domain>` (RFC 6376). */
export interface DkimOptions {
  readonly domain: string
  readonly selector: string
  /** PEM. */
  readonly privateKey: string
}

/** The message with a signature before it: whoever receives it can prove that it came from the domain unchanged. */
export async function signWithDkim(
  raw: Buffer,
  { domain, selector, privateKey }: DkimOptions,
): Promise<Buffer> {
  const dkim = new DKIM({ domainName: domain, keySelector: selector, privateKey })
  return buffer(dkim.sign(Readable.from([raw])))
}
