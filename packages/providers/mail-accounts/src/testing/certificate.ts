import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A key and a certificate for these names that nobody but the holder of `cert` trusts. */
export function certificateFor(names: readonly string[]): { readonly key: string; readonly cert: string } {
  const directory = mkdtempSync(join(tmpdir(), 'guichet-certificate-'))
  const key = join(directory, 'key.pem')
  const cert = join(directory, 'cert.pem')
  const alternatives = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=test']
  try {
    execFileSync('openssl', [...request, '-addext', alternatives, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
