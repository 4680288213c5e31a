import { publicHost } from '@guichet/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { presetOfDomain, presetOfMx, presetOfServer, presets } from './presets.ts'

const host = z.string().refine((value) => publicHost(value) === value, 'a public host name in ASCII')
const server = (ports: readonly number[]) =>
  z
    .strictObject({ host, port: z.number(), security: z.enum(['tls', 'starttls']) })
    .refine(({ port }) => ports.includes(port), 'a usual port')
    .refine(
      ({ port, security }) => (security === 'tls') === (port === 993 || port === 465),
      'port and security fit',
    )

const sentence = z.string().regex(/^.{10,160}[.]$/, 'one short sentence')

const presetSchema = z
  .strictObject({
    key: z.string().regex(/^[a-z0-9.-]+$/),
    name: z.string().min(2).max(30),
    domains: z.array(host),
    mx: z.array(z.string().refine((value) => publicHost(value.replace(/^\./, '')) !== null)),
    imap: server([993, 143]),
    smtp: server([465, 587]),
    username: z.enum(['address', 'local-part']),
    logins: z.array(z.enum(['password', 'app-password', 'oauth2'])).min(1),
    oauth: z.enum(['google', 'microsoft']).nullable(),
    helpUrl: z.url({ protocol: /^https$/ }).nullable(),
    remarks: z.strictObject({ en: sentence, fr: sentence }).nullable(),
  })
  .refine(({ domains, mx }) => domains.length + mx.length > 0, 'something that leads to it')
  .refine(({ oauth, logins }) => (oauth !== null) === logins.includes('oauth2'), 'OAuth2 has a provider')

describe('presets', () => {
  it.each(presets.map((preset) => [preset.key, preset] as const))(
    '%s is complete and plausible',
    (_, preset) => {
      expect(presetSchema.safeParse(preset).error?.issues ?? []).toEqual([])
    },
  )

  it('no key, domain or MX belongs to two providers', () => {
    for (const all of [
      presets.map(({ key }) => key),
      presets.flatMap(({ domains }) => domains),
      presets.flatMap(({ mx }) => mx),
    ]) {
      expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([])
    }
  })

  it.each([
    ['gmail.com', 'gmail'],
    ['wanadoo.fr', 'orange'],
    ['hotmail.fr', 'outlook'],
    ['laposte.net', 'laposte'],
    ['t-online.de', 't-online'],
  ])('an address at %s is %s', (domain, key) => expect(presetOfDomain(domain)?.key).toBe(key))

  it.each([
    ['aspmx.l.google.com', 'google-workspace'],
    ['smtp.google.com.', 'google-workspace'],
    ['dupont-fr.mail.protection.outlook.com', 'microsoft365'],
    ['dupont-fr.p-v1.mx.microsoft', 'microsoft365'],
    ['MX1.MAIL.OVH.NET', 'ovh'],
    ['mx00.ionos.fr', 'ionos-fr'],
    ['spool.mail.gandi.net', 'gandi'],
  ])('a domain whose mail goes to %s is at %s', (mx, key) => expect(presetOfMx(mx)?.key).toBe(key))

  it('a host that only looks like a provider is nobody', () => {
    expect(presetOfMx('evilgoogle.com')).toBeNull()
    expect(presetOfMx('mx.google.com.evil.example')).toBeNull()
    expect(presetOfDomain('gmail.com.evil.example')).toBeNull()
  })

  it('a server is known by its name', () => {
    expect(presetOfServer('imap.gmail.com')?.key).toBe('gmail')
    expect(presetOfServer('SMTP.office365.com')?.key).toBe('microsoft365')
    expect(presetOfServer('imap.example.com')).toBeNull()
  })

  it('Microsoft is offered no password at all', () => {
    const microsoft = presets.filter(({ oauth }) => oauth === 'microsoft')
    expect(microsoft.map(({ logins }) => logins)).toEqual([['oauth2'], ['oauth2']])
  })
})
