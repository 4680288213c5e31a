import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { ResolvedAddress } from './public-lookup.ts'
import { safeTarget } from './safe-target.ts'

const publicAddress = { address: '93.184.216.34', family: 4 }
const resolveHost = async (): Promise<readonly ResolvedAddress[]> => [publicAddress]
const refusal = (url: string, options = {}) =>
  safeTarget(url, { resolveHost, ...options }).then(
    () => null,
    (error) => error.code,
  )

describe('an address that somebody else wrote', () => {
  it.each([
    'http://media.example.com/1',
    'ftp://media.example.com/1',
    'file:///etc/passwd',
    'data:text/plain,1',
    'nonsense',
    '',
    'https://user:word@media.example.com/1',
    'https://127.0.0.1/1',
    'https://127.1/1',
    'https://0x7f000001/1',
    'https://2130706433/1',
    'https://[::1]/1',
    'https://[::ffff:10.0.0.1]/1',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/1',
    'https://printer/1',
    'https://metadata.google.internal/1',
  ])('%s is never called', async (url) => {
    expect(await refusal(url)).toBe('forbidden')
  })

  it('is not called when its name leads into a private network', async () => {
    const inside = async () => [{ address: '10.0.0.7', family: 4 }]
    expect(await refusal('https://media.example.com/1', { resolveHost: inside })).toBe('forbidden')
  })

  it('that has no name in DNS may have one later', async () => {
    const unknown = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }))
    expect(await refusal('https://media.example.com/1', { resolveHost: unknown })).toBe('host-unreachable')
  })

  it('is resolved once: what its name says a moment later changes nothing', async () => {
    const answers = [
      [publicAddress, { address: '10.0.0.7', family: 4 }],
      [{ address: '127.0.0.1', family: 4 }],
    ]
    const rebinding = async () => answers.shift() ?? []
    const target = await safeTarget('https://media.example.com:8443/1?a=b', { resolveHost: rebinding })
    expect(target).toMatchObject({ host: 'media.example.com', port: 8443, path: '/1?a=b', isSecure: true })
    const lookup = target.lookup ?? expect.fail('the system would be asked again')
    const all = promisify<string, object, unknown>(lookup)
    expect(await all('media.example.com', { all: true })).toEqual([publicAddress])
    expect(await all('media.example.com', { all: false })).toBe(publicAddress.address)
    expect(answers).toHaveLength(1)
  })

  it('may lie inside, and may be http, where the operator allows it', async () => {
    const target = await safeTarget('http://127.0.0.1:4010/1', { privateHosts: 'allowed' })
    expect(target).toMatchObject({ host: '127.0.0.1', port: 4010, isSecure: false, lookup: null })
    expect(await refusal('ftp://127.0.0.1/1', { privateHosts: 'allowed' })).toBe('forbidden')
  })
})
