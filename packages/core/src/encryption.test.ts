import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { encryption } from './encryption.ts'
import type { Storage } from './ports/storage.ts'
import { systemClock } from './system-clock.ts'
import { memoryStorage } from './testing/index.ts'

const newKey = (id: string) => ({ id, secret: randomBytes(32).toString('base64') })
const place = { table: 'integrations', column: 'secrets', rowId: 'row-1' }
const first = newKey('first')
const box = encryption(systemClock(), [first])

let storage: Storage

beforeEach(() => {
  storage = memoryStorage({ clock: systemClock() })
})

function seal(text: string, using = box, tenant = 'acme'): Promise<string> {
  return storage.transaction(tenant, (tx) => using.seal(tx, place, text))
}

function open(sealed: string, using = box, at = place, tenant = 'acme'): Promise<string> {
  return storage.transaction(tenant, (tx) => using.open(tx, at, sealed))
}

describe('encryption', () => {
  it('gives back what was sealed, never the same ciphertext twice', async () => {
    const [one, two] = [await seal('mot de passe é'), await seal('mot de passe é')]
    expect(one).toMatch(/^g1\.first\.[0-9a-f-]+\.[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(one).not.toBe(two)
    expect(await open(one)).toBe('mot de passe é')
  })

  it('binds a ciphertext to its tenant, table, column and row', async () => {
    const sealed = await seal('secret')
    const elsewhere = [
      { ...place, table: 'x' },
      { ...place, column: 'x' },
      { ...place, rowId: 'row-2' },
    ]
    for (const other of elsewhere)
      await expect(open(sealed, box, other)).rejects.toMatchObject({ code: 'decryption-failed' })
    await expect(open(sealed, box, place, 'other')).rejects.toMatchObject({ code: 'decryption-failed' })
  })

  it('refuses every change of a part, shortened tags, other formats and clear text', async () => {
    const parts = (await seal('secret')).split('.')
    const changed = parts.map((part, index) =>
      parts.with(index, part.startsWith('A') ? `B${part.slice(1)}` : `A${part.slice(1)}`),
    )
    const shortTag = parts.with(
      5,
      Buffer.from(parts[5] ?? '', 'base64url')
        .subarray(0, 4)
        .toString('base64url'),
    )
    const sloppy = parts.with(3, `${parts[3]}=`)
    const wrong = [...changed, shortTag, sloppy, parts.slice(0, 5), [...parts, 'x'], ['secret'], ['']]
    for (const one of wrong)
      await expect(open(one.join('.'))).rejects.toMatchObject({ code: 'decryption-failed' })
  })

  it('seals with the first key and still reads what an older one sealed', async () => {
    const old = await seal('secret')
    const rotated = encryption(systemClock(), [newKey('second'), first])
    expect(await open(old, rotated)).toBe('secret')
    expect(await seal('secret', rotated)).toMatch(/^g1\.second\./)
    await expect(open(old, encryption(systemClock(), [newKey('second')]))).rejects.toThrow(/host key first/)
  })
})
