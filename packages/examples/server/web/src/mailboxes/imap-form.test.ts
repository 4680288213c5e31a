import { expect, test } from 'vitest'
import { emptyImapForm, formErrorAt, integrationOf, withSecurity, withSmtpSecurity } from './imap-form.ts'

const form = { ...emptyImapForm, address: ' help@example.com ', password: 'p', host: 'imap.example.com' }

test('the address stands in for a name and a user name that were not given', () => {
  const { name, settings } = integrationOf(form)
  expect(name).toBe('help@example.com')
  expect(settings).toEqual({
    address: 'help@example.com',
    name: '',
    host: 'imap.example.com',
    port: 993,
    security: 'tls',
    smtp: { host: '', port: 465, security: 'tls', username: 'help@example.com' },
  })
})

test('a sending server without login gets no user name', () => {
  const { settings } = integrationOf({ ...form, smtpLogin: false })
  expect(settings).toMatchObject({ smtp: { host: '', port: 465, security: 'tls', username: null } })
})

test('choosing a security changes the usual port and leaves a port that somebody typed', () => {
  expect(withSecurity(form, 'starttls').port).toBe('143')
  expect(withSmtpSecurity({ ...form, smtpPort: '2525' }, 'starttls').smtpPort).toBe('2525')
})

test('an error of the API is shown at the field it names', () => {
  const errors = [{ field: 'settings.smtp.host', message: 'host is a name' }]
  const problem = { code: 'invalid-input', detail: '', errors, problems: [] } as const
  expect(formErrorAt(problem, 'smtpHost')).toBe('host is a name')
  expect(formErrorAt(problem, 'host')).toBeNull()
})
