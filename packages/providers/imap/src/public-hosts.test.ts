import { describe, expect, it } from 'vitest'
import { imap } from './imap.ts'
import { privateAddressError, publicLookup } from './public-hosts.ts'
import { emptyStore, record } from './testing/record-session.ts'

describe('a channel for public hosts only (1.36)', () => {
  it.each(['127.0.0.1', 'localhost', '169.254.169.254', '::1', '10.0.0.1'])(
    'does not connect to %s',
    async (host) => {
      const channel = imap({ publicHostsOnly: true })
      const settings = { address: 'ann@example.com', host, port: 1, security: 'none' }
      const { done } = record({ channel, store: emptyStore(), settings, password: 'secret' })
      await expect(done).rejects.toMatchObject({ code: 'host-unreachable', providerCode: 'EPRIVATE' })
    },
  )

  it('looks at the address at the moment of the connection, whatever the name', async () => {
    const failure = await new Promise((resolve) => publicLookup('localhost', {}, (error) => resolve(error)))
    expect(failure).toEqual(privateAddressError())
  })
})
