import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { portOf, secretsSchema, settingsSchema, usernameOf } from './settings.ts'

const sender = {
  settings: z.strictObject({ host: z.string('host of the outgoing server') }),
  secrets: z.strictObject({ password: z.string() }),
  send: async () => ({ providerId: null }),
}

function problems(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value)
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('settings', () => {
  const settings = settingsSchema(undefined)

  it('need an address and a host; the rest has sensible defaults', () => {
    const parsed = settings.parse({ address: 'ann@example.com', host: 'imap.example.com' })
    expect(parsed).toMatchObject({ name: '', security: 'tls', folders: ['INBOX'] })
    expect([portOf(parsed), usernameOf(parsed)]).toEqual([993, 'ann@example.com'])
    expect(portOf({ ...parsed, security: 'starttls' })).toBe(143)
    expect(settings.parse(parsed)).toEqual(parsed)
  })

  it('say what to correct', () => {
    expect(problems(settings, { address: 'ann', host: 'imap://x/', port: 0, folders: [] })).toEqual([
      'address: address is a mail address, for instance support@example.com',
      'host: host is a name or an address, without imap:// and without a path',
      'port: port is 1 to 65535',
      'folders: folders names at least one folder, for instance INBOX',
    ])
    expect(problems(settings, { address: 'a@b.co', host: 'h', password: 'x' })).toHaveLength(1)
  })

  it('hold the part of the sender only when there is one', () => {
    const base = { address: 'ann@example.com', host: 'imap.example.com' }
    expect(problems(settings, { ...base, smtp: { host: 'h' } })).toHaveLength(1)
    expect(problems(settingsSchema(sender), base)).toHaveLength(1)
    expect(problems(settingsSchema(sender), { ...base, smtp: {} })).toEqual([
      'smtp.host: host of the outgoing server',
    ])
  })
})

describe('secrets', () => {
  it('need a password; those of the sender may be left out', () => {
    expect(problems(secretsSchema(sender), { password: 'x' })).toEqual([])
    expect(problems(secretsSchema(sender), { password: 'x', smtp: {} })).toHaveLength(1)
    expect(problems(secretsSchema(undefined), {})).toEqual([
      'password: password is needed to read the mailbox, or a sign-in instead of it',
    ])
  })
})
