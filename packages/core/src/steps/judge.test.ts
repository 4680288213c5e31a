import { describe, expect, it } from 'vitest'
import type { Verdict } from '../model/verdict.ts'
import { judge } from './judge.ts'

function verdictOf(headers: Record<string, string>): Verdict {
  return judge({ headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])) }).verdict
}

describe('judge', () => {
  it('takes mail without any mark for a person', () => {
    expect(judge({ headers: new Map([['subject', ['Bonjour']]]) })).toEqual({
      verdict: 'person',
      evidence: [],
    })
  })

  it.each<[string, Record<string, string>, Verdict]>([
    ['a list', { 'list-id': '<news.shop.example>' }, 'bulk'],
    ['one-click unsubscription', { 'list-unsubscribe': '<https://shop.example/u>' }, 'bulk'],
    ['Precedence: bulk', { precedence: 'Bulk' }, 'bulk'],
    ['a vacation answer', { 'auto-submitted': 'auto-replied; owner-email="a@b.example"' }, 'auto-reply'],
    ['a vacation answer of old software', { precedence: 'auto_reply' }, 'auto-reply'],
    ['a notification', { 'auto-submitted': 'auto-generated' }, 'notice'],
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
  ])('recognises %s', (_name, headers, verdict) => {
    expect(verdictOf(headers)).toBe(verdict)
  })

  it('does not take Auto-Submitted: no, or an ordinary return path, for a machine', () => {
    expect(verdictOf({ 'auto-submitted': 'no', 'return-path': '<claire@customer.example>' })).toBe('person')
  })

  it('calls an automatic answer to a list automatic, not bulk', () => {
    expect(verdictOf({ 'list-id': '<a.b>', 'auto-submitted': 'auto-replied' })).toBe('auto-reply')
  })

  it('quotes the header line that decided', () => {
    const headers = new Map([['list-id', ['<news.shop.example>']]])
    expect(judge({ headers }).evidence).toEqual(['list-id: <news.shop.example>'])
  })
})
