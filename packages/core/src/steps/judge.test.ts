import { describe, expect, it } from 'vitest'
import type { Verdict } from '../model/verdict.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { parsedMessage } from '../testing/parsed-message.ts'
import { judge } from './judge.ts'

function withHeaders(headers: Record<string, string>): ParsedMessage {
  const address = /[^\s<]+@[^\s>]+/.exec(headers.from ?? '')?.[0]
  return parsedMessage({
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ...(address === undefined ? {} : { from: { name: '', address } }),
  })
}

function verdictOf(headers: Record<string, string>): Verdict {
  return judge(withHeaders(headers)).verdict
}

function block(fields: Record<string, string>): ReadonlyMap<string, string> {
  return new Map(Object.entries(fields))
}

describe('judge', () => {
  it('takes mail without any mark for a person', () => {
    expect(judge(parsedMessage())).toEqual({ verdict: 'person', evidence: [] })
  })

  it.each<[string, Record<string, string>, Verdict]>([
    ['a list', { 'list-id': '<news.shop.example>' }, 'bulk'],
    ['one-click unsubscription', { 'list-unsubscribe': '<https://shop.example/u>' }, 'bulk'],
    ['Precedence: bulk', { precedence: 'Bulk' }, 'bulk'],
    ['a vacation answer', { 'auto-submitted': 'auto-replied; owner-email="a@b.example"' }, 'auto-reply'],
    ['a vacation answer of old software', { precedence: 'auto_reply' }, 'auto-reply'],
    ['a notification', { 'auto-submitted': 'auto-generated' }, 'notice'],
    ['a job', { 'x-cron-env': '<SHELL=/bin/sh>' }, 'notice'],
    ['a null return path', { 'return-path': '<>' }, 'notice'],
    ['a daemon with a null return path', { 'return-path': '<>', from: 'MAILER-DAEMON@mx.example' }, 'bounce'],
    [
      'a delivery report',
      { 'content-type': 'multipart/report; report-type="delivery-status"; boundary=x' },
      'bounce',
    ],
    ['failed recipients', { 'x-failed-recipients': 'a@b.example' }, 'bounce'],
    [
      'a read receipt',
      { 'content-type': 'multipart/report; report-type=disposition-notification' },
      'receipt',
    ],
    ['an abuse report', { 'content-type': 'multipart/report; report-type=feedback-report' }, 'complaint'],
    ['a sender nobody can answer', { from: 'no-reply@shop.example' }, 'notice'],
  ])('recognises %s', (_name, headers, verdict) => {
    expect(verdictOf(headers)).toBe(verdict)
  })

  it('does not take Auto-Submitted: no, or an ordinary return path, for a machine', () => {
    expect(verdictOf({ 'auto-submitted': 'no', 'return-path': '<claire@customer.example>' })).toBe('person')
  })

  it('calls an automatic answer to a list automatic, not bulk', () => {
    expect(verdictOf({ 'list-id': '<a.b>', 'auto-submitted': 'auto-replied' })).toBe('auto-reply')
  })

  it.each<[string, Partial<ParsedMessage>, Verdict]>([
    ['an answer by button', { subject: 'Accepted: Dégustation', text: '' }, 'notice'],
    [
      'an answer in French',
      { subject: 'Accepté : Dégustation', text: 'Claire a accepté cette invitation' },
      'notice',
    ],
    ['an answer with a word', { subject: 'Accepted: Dégustation', text: 'Je viens avec Paul.' }, 'person'],
    ['an invitation', { subject: 'Dégustation', text: '' }, 'person'],
  ])('takes %s from a calendar for what it is', (_name, changes, verdict) => {
    const calendar = {
      name: 'invite.ics',
      contentType: 'text/calendar',
      size: 9,
      contentId: null,
      inline: false,
    }
    expect(judge(parsedMessage({ attachments: [calendar], ...changes })).verdict).toBe(verdict)
  })

  it.each<[string, Partial<ParsedMessage>]>([
    ['TLS', { headers: new Map([['content-type', ['multipart/report; report-type="tlsrpt"']]]) }],
    ['TLS by its header', { headers: new Map([['tls-report-domain', ['acme.example']]]) }],
    [
      'DMARC',
      {
        from: { name: '', address: 'noreply-dmarc-support@isp.example' },
        subject: 'Report domain: acme.example Submitter: isp.example Report-ID: 7',
        attachments: [
          {
            ...{ name: 'isp.example!acme.example!1730000000!1730086400.zip', contentType: 'application/zip' },
            ...{ size: 9, contentId: null, inline: false },
          },
        ],
      },
    ],
    [
      'one forged mail',
      { report: { fields: [block({ 'feedback-type': 'auth-failure' })], originalHeaders: null } },
    ],
  ])('takes a report about a domain (%s) for a notice', (_name, changes) => {
    expect(judge(parsedMessage(changes)).verdict).toBe('notice')
  })

  it('quotes the header line that decided', () => {
    expect(judge(withHeaders({ 'list-id': '<news.shop.example>' })).evidence).toEqual([
      'list-id: <news.shop.example>',
    ])
  })

  it('takes a contact form that writes in the name of a person for that person', () => {
    const form = parsedMessage({
      from: { name: 'Site', address: 'noreply@site.example' },
      replyTo: [{ name: 'Claire', address: 'claire@customer.example' }],
    })
    expect(judge(form).verdict).toBe('person')
    const text = 'Nom : Claire Petit\nE-mail : claire@customer.example\nMessage : Bonjour'
    expect(judge({ ...form, replyTo: [], text }).verdict).toBe('person')
    expect(judge({ ...form, replyTo: [] }).verdict).toBe('notice')
  })

  it('reads every recipient of a delivery report separately and puts them into the evidence', () => {
    const bounce = parsedMessage({
      from: { name: '', address: 'mailer-daemon@mx.example' },
      report: {
        fields: [
          block({ 'reporting-mta': 'dns; mx.example' }),
          block({
            'final-recipient': 'rfc822; gone@customer.example',
            action: 'failed',
            status: '5.1.1',
            'diagnostic-code': 'smtp; 550 5.1.1 User unknown',
          }),
          block({ 'final-recipient': 'rfc822; full@customer.example', action: 'failed', status: '5.2.2' }),
          block({ 'final-recipient': 'rfc822; slow@customer.example', action: 'delayed', status: '4.4.1' }),
          block({ 'final-recipient': 'rfc822; fine@customer.example', action: 'delivered', status: '2.0.0' }),
        ],
        originalHeaders: new Map([['message-id', ['<answer@acme.example>']]]),
      },
    })
    const judgement = judge(bounce)
    expect(judgement.verdict).toBe('bounce')
    expect(judgement.report?.originalMailId).toBe('answer@acme.example')
    expect(judgement.report?.recipients.map(({ address, status, kind }) => [address, status, kind])).toEqual([
      ['gone@customer.example', '5.1.1', 'hard'],
      ['full@customer.example', '5.2.2', 'soft'],
      ['slow@customer.example', '4.4.1', 'delayed'],
    ])
    expect(judgement.evidence).toContain(
      'hard failure for gone@customer.example (5.1.1): 550 5.1.1 User unknown',
    )
  })

  it.each<[string, string, Verdict]>([
    ['a delay', 'delayed', 'notice'],
    ['a success', 'delivered', 'receipt'],
    ['a failure', 'failed', 'bounce'],
  ])('takes a report of %s for what it is', (_name, action, verdict) => {
    const fields = [block({ 'final-recipient': 'rfc822; a@b.example', action, status: '4.0.0' })]
    expect(judge(parsedMessage({ report: { fields, originalHeaders: null } })).verdict).toBe(verdict)
  })

  it('reads complaints and read receipts by their fields, whatever the mail is declared to be', () => {
    const of = (fields: Record<string, string>): Verdict =>
      judge(parsedMessage({ report: { fields: [block(fields)], originalHeaders: null } })).verdict
    expect(of({ 'feedback-type': 'abuse', version: '1' })).toBe('complaint')
    expect(of({ disposition: 'manual-action/MDN-sent-manually; displayed' })).toBe('receipt')
  })
})

it('what it says can be stored, also where a report holds half a character or none', () => {
  const fields = new Map([
    ['final-recipient', 'rfc822; ann@client.example'],
    ['action', 'failed'],
    ['status', '5.1.1'],
    ['diagnostic-code', `smtp; ${'x'.repeat(159)}\u{1F600}\0`],
  ])
  const { verdict, evidence, report } = judge(
    parsedMessage({ report: { fields: [fields], originalHeaders: null } }),
  )
  expect(verdict).toBe('bounce')
  const said = [...evidence, ...(report?.recipients ?? []).map(({ reason }) => reason)]
  expect(said.filter((one) => !one.isWellFormed() || one.includes('\0'))).toEqual([])
})
