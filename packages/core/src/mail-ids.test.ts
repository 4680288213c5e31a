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
})
