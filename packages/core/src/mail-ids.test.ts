import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { mailIds } from './mail-ids.ts'
import { systemClock } from './system-clock.ts'

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]
const ids = mailIds(systemClock(), [newKey, oldKey])

describe('mailIds', () => {
  it('recognises what it made, under a key that was rotated too', () => {
    expect(ids.isOurs('acme', ids.mint('acme', 'support@acme.example'))).toBe(true)
    expect(ids.isOurs('acme', mailIds(systemClock(), [oldKey]).mint('acme', 'support@acme.example'))).toBe(
      true,
    )
  })

  it('uses the domain of the sender', () => {
    expect(ids.mint('acme', 'support@acme.example')).toMatch(/^[0-9a-f]{32}\.[0-9a-f]{20}@acme\.example$/)
  })

  it('refuses another tenant, another key, a changed id and ordinary ids', () => {
    const id = ids.mint('acme', 'a@b.example')
    expect(ids.isOurs('other', id)).toBe(false)
    expect(mailIds(systemClock(), [randomBytes(32)]).isOurs('acme', id)).toBe(false)
    expect(
      ids.isOurs(
        'acme',
        id.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      ),
    ).toBe(false)
    expect(ids.isOurs('acme', 'CAF+8x=@mail.gmail.com')).toBe(false)
  })

  it('names a conversation in a token that nobody else can make', () => {
    const id = '018f3c5e-0000-7000-8000-00000000002a'
    const token = ids.conversationToken('acme', id)
    expect(token).toMatch(/^c[0-9a-f]{32}\.[0-9a-f]{20}$/)
    expect(ids.conversationOf('acme', token)).toBe(id)
    expect(ids.conversationOf('acme', `${token}@acme.example`)).toBe(id)
    expect(mailIds(systemClock(), [newKey]).conversationOf('acme', token)).toBe(id)
    expect(ids.conversationOf('other', token)).toBeNull()
  })

  it('refuses a token for the next conversation, and each kind of id for the other', () => {
    const next = ids.conversationToken('acme', '018f3c5e-0000-7000-8000-00000000002a').replace('2a.', '2b.')
    expect(ids.conversationOf('acme', next)).toBeNull()
    const mailId = ids.mint('acme', 'a@b.example')
    expect(ids.conversationOf('acme', `c${mailId}`)).toBeNull()
    expect(ids.isOurs('acme', next.slice(1))).toBe(false)
    expect(ids.conversationOf('acme', 'c1')).toBeNull()
  })
})
