import { describe, expect, it } from 'vitest'
import { needsCopy } from './needs-copy.ts'
import type { ImapSettings } from './settings.ts'

function settings(host: string, smtp: unknown, changes: Partial<ImapSettings> = {}): ImapSettings {
  return {
    ...{ address: 'support@shop.example', name: '', host, security: 'tls', folders: ['INBOX'], smtp },
    ...changes,
  }
}

describe('whether a sent message needs a copy of ours', () => {
  it.each([
    ['imap.gmail.com', 'smtp.gmail.com', false],
    ['IMAP.Gmail.com', 'smtp.googlemail.com', false],
    ['outlook.office365.com', 'smtp.office365.com', false],
    ['imap-mail.outlook.com', 'smtp-mail.outlook.com', false],
    // Another server sends: the provider never sees the message.
    ['imap.gmail.com', 'smtp.sendgrid.net', true],
    ['imap.gmail.com', 'smtp-relay.gmail.com', true],
    ['imap.gmail.com', 'smtp.office365.com', true],
    ['ssl0.ovh.net', 'ssl0.ovh.net', true],
    ['imap.orange.fr', 'smtp.orange.fr', true],
    ['imap.ionos.fr', 'smtp.ionos.fr', true],
    ['imap.gmail.com.evil.example', 'smtp.gmail.com', true],
  ])('%s with %s: %s', (host, smtp, expected) => {
    expect(needsCopy(settings(host, { host: smtp }))).toBe(expected)
  })

  it('yes where another login sends: its provider files the copy in the mailbox of that one', () => {
    const gmail = (username: string | null) =>
      settings('imap.gmail.com', { host: 'smtp.gmail.com', username })
    expect(needsCopy(gmail('ada@shop.example'))).toBe(true)
    expect(needsCopy(gmail('Support@shop.example'))).toBe(false)
    expect(needsCopy(gmail(null))).toBe(false)
  })

  it('as the settings say, whatever the provider', () => {
    const gmail = { host: 'smtp.gmail.com' }
    expect(needsCopy(settings('imap.gmail.com', gmail, { sentCopies: 'always' }))).toBe(true)
    expect(needsCopy(settings('ssl0.ovh.net', { host: 'ssl0.ovh.net' }, { sentCopies: 'never' }))).toBe(false)
  })

  it('yes where nothing is known of what sends', () => {
    expect(needsCopy(settings('imap.gmail.com', undefined))).toBe(true)
  })
})
