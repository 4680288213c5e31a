import { describe, expect, it } from 'vitest'
import { imap } from './imap.ts'
import { isPrivateAddress } from './public-hosts.ts'
import { emptyStore, record } from './testing/record-session.ts'

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '192.168.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
  ])('%s is private', (address) => expect(isPrivateAddress(address)).toBe(true))

  it.each(['8.8.8.8', '172.32.0.1', '2a00:1450:4007:80e::200e', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  )
})

describe('a channel for public hosts only (1.36)', () => {
  it.each(['127.0.0.1', 'localhost'])('does not connect to %s', async (host) => {
    const channel = imap({ publicHostsOnly: true })
    const settings = { address: 'ann@example.com', host, port: 1, security: 'none' }
    const { done } = record({ channel, store: emptyStore(), settings, password: 'secret' })
    await expect(done).rejects.toMatchObject({ code: 'host-unreachable', providerCode: 'EPRIVATE' })
  })
})
