import { generateKeyPairSync } from 'node:crypto'
import { dkimSign, sealMessage } from 'mailauth'
import type { ResolveDns } from '../sender/dns.ts'

/** Domains that sign, in a DNS of their own. */
export interface MailDomains {
  /** Every question, as `TXT name`. */
  readonly asked: string[]
  readonly resolve: ResolveDns
  /** The mail with a signature of the domain. */
  sign(domain: string, mail: string): Promise<string>
  /** The mail with a seal of the domain, which says that it saw these results. */
  seal(domain: string, mail: string, results: string): Promise<string>
}

/** `records` are texts by name; names in `broken` are not answered. Every domain has the same key at `s1._domainkey`. */
export function mailDomains(
  records: Readonly<Record<string, string>>,
  broken: readonly string[] = [],
): MailDomains {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const key = `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`
  const asked: string[] = []
  return {
    asked,
    async resolve(name, type) {
      asked.push(`${type} ${name}`)
      if (broken.includes(name)) throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' })
      const text = records[name] ?? (name.startsWith('s1._domainkey.') ? key : undefined)
      if (type !== 'TXT' || text === undefined) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
      return [[text]]
    },
    async sign(signingDomain, mail) {
      const signature = { signingDomain, selector: 's1', privateKey }
      // The types ask for what only the list is read for.
      const { signatures } = await dkimSign(mail, { ...signature, signatureData: [signature] })
      return `${signatures}${mail}`
    },
    async seal(signingDomain, mail, authResults) {
      const set = await sealMessage(mail, {
        ...{ signingDomain, selector: 's1', privateKey, authResults, cv: 'none' },
      })
      return `${set.toString()}${mail}`
    },
  }
}
