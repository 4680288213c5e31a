import { describe, expect, it } from 'vitest'
import type { ParsedMessage } from '../ports/channel.ts'
import { parsedMessage, parsedText } from '../testing/parsed-message.ts'
import { type AnswerFacts, mayAnswerAutomatically } from './may-answer-automatically.ts'

const us = { name: 'Support', address: 'support@acme.example' }
const person = { verdict: 'person', evidence: [] } as const

function decide(changes: Partial<ParsedMessage> = {}, facts: Partial<AnswerFacts> = {}) {
  return mayAnswerAutomatically(parsedMessage(changes), person, { identity: us, ...facts })
}

function headers(lines: Record<string, string>): Partial<ParsedMessage> {
  return { headers: new Map(Object.entries(lines).map(([name, value]) => [name, [value]])) }
}

describe('mayAnswerAutomatically', () => {
  it('allows an answer to a person who wrote to us', () => {
    expect(decide()).toEqual({ allowed: true, reasons: [] })
    expect(decide({ to: [{ name: '', address: 'Support+shop@ACME.example' }] }).allowed).toBe(true)
  })

  it('refuses what is no person’s message, and says why', () => {
    const decision = mayAnswerAutomatically(
      parsedMessage(),
      { verdict: 'bounce', evidence: [] },
      { identity: us },
    )
    expect(decision).toEqual({
      allowed: false,
      reasons: ["it is no person's message but: bounce"],
    })
  })

  it.each<[string, Partial<ParsedMessage>]>([
    ['our own address', { from: { name: '', address: 'support+x@acme.example' } }],
    ['our own address in Reply-To', { replyTo: [us] }],
    ['a sender nobody reads', { from: { name: '', address: 'ne-pas-repondre@shop.example' } }],
    ['list software', { from: { name: '', address: 'majordomo@list.example' } }],
    ['no sender', { from: null }],
    ['a daemon', { from: { name: '', address: 'MAILER-DAEMON@mx.example' } }],
    ['the owner of a list', { from: { name: '', address: 'owner-club@list.example' } }],
    ['notifications', { from: { name: '', address: 'notifications@shop.example' } }],
    ['a blind copy', { to: [{ name: '', address: 'else@acme.example' }] }],
    ['a circular', { to: Array.from({ length: 30 }, (_, n) => ({ name: '', address: `a${n}@b.example` })) }],
    ['precedence: bulk', headers({ precedence: 'bulk' })],
    ['precedence: list', headers({ precedence: 'list' })],
    ['precedence: junk', headers({ precedence: 'junk' })],
    ['precedence: auto_reply', headers({ precedence: 'auto_reply' })],
    ['an answering program', headers({ preference: 'auto_reply' })],
    ['List-Post', headers({ 'list-post': '<mailto:a@b.example>' })],
    ['List-Help', headers({ 'list-help': '<mailto:a@b.example>' })],
    ['one-click unsubscription', headers({ 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' })],
    ['a bulk sender', headers({ 'feedback-id': '1:2:3:esp' })],
    ['complaints by CFBL', headers({ 'cfbl-address': 'fbl@esp.example' })],
    ['a Google group', headers({ 'x-google-group-id': '7' })],
    ['old list software', headers({ 'x-beenthere': 'club@list.example' })],
    ['an answer with parameters', headers({ 'auto-submitted': 'auto-replied; owner-email="a@b.example"' })],
    ['a notification', headers({ 'auto-submitted': 'auto-notified' })],
    ['failed recipients', headers({ 'x-failed-recipients': 'a@b.example' })],
    ['a job', headers({ 'x-cron-env': '<SHELL=/bin/sh>' })],
    ['GitHub', headers({ 'x-github-reason': 'mention' })],
    ['Jira', headers({ 'x-jira-fingerprint': '7' })],
    ['Zendesk', headers({ 'x-zendesk-from-account-id': '7' })],
    ['Request Tracker', headers({ 'x-rt-loop-prevention': 'rt' })],
    ['OTRS', headers({ 'x-otrs-loop': 'yes' })],
    ['FreeScout', headers({ 'x-freescout-mail-type': 'auto.reply' })],
    ['Discourse', headers({ 'x-discourse-topic-id': '7' })],
    ['Odoo', headers({ 'x-odoo-objects': 'a-1' })],
    ['an OOF request', headers({ 'x-auto-response-suppress': 'OOF' })],
    ['all suppressed', headers({ 'x-auto-response-suppress': 'All' })],
    ['spam by status', headers({ 'x-spam-status': 'Yes, score=9' })],
    ['spam by SES', headers({ 'x-ses-spam-verdict': 'FAIL' })],
    ['spam by Exchange', headers({ 'x-ms-exchange-organization-scl': '6' })],
    ['spam by Forefront', headers({ 'x-forefront-antispam-report': 'CIP:1;SCL:9;' })],
    ['a list', headers({ 'list-id': '<a.b>' })],
    ['a machine', headers({ 'auto-submitted': 'auto-generated' })],
    ['a null return path', headers({ 'return-path': '<>' })],
    ['a request for silence', headers({ 'x-auto-response-suppress': 'DR, OOF, AutoReply' })],
    ['another desk', headers({ 'x-zammad-article-id': '7' })],
    ['our own automatic answer', headers({ 'x-guichet-loop': '1' })],
    ['a loop mark', headers({ 'x-loop': 'support@acme.example' })],
    ['spam', headers({ 'x-spam-flag': 'YES' })],
    [
      'a forged sender',
      headers({ 'authentication-results': 'mx; spf=fail; dmarc=fail header.from=b.example' }),
    ],
    ['the subject of an automatic answer', { subject: 'Out of office: back on Monday' }],
  ])('refuses %s', (_name, changes) => {
    expect(decide(changes).allowed).toBe(false)
  })

  it('grants what says nothing against it', () => {
    expect(decide(headers({ 'x-auto-response-suppress': 'None' })).allowed).toBe(true)
    expect(decide(headers({ 'authentication-results': 'mx; spf=pass; dmarc=none' })).allowed).toBe(true)
    expect(decide(headers({ 'auto-submitted': 'no' })).allowed).toBe(true)
  })

  it.each([
    [
      'Return-Path: <> below the one our server wrote',
      { 'return-path': ['<claire@customer.example>', '<>'] },
    ],
    ['our Message-ID in an answer of a person', { 'x-guichet-message-id': ['<a@b.example>'] }],
    ['the mark of a platform alone', { 'x-sg-eid': ['x'] }],
    ['Precedence: first-class', { precedence: ['first-class'] }],
    ['a score below the limit', { 'x-ms-exchange-organization-scl': ['1'] }],
  ])('does not take %s for a reason', (_what, lines) => {
    expect(decide({ headers: new Map(Object.entries(lines)) })).toEqual({ allowed: true, reasons: [] })
  })

  const now = new Date('2026-11-02T12:00:00Z')
  const silence = { toSender: [], toSenderDomain: [], overall: [], inConversation: [] }

  it.each<[string, Partial<AnswerFacts>]>([
    ['another mailbox of ours', { ownAddresses: ['Claire@customer.example'] }],
    ['an address that does not exist', { marks: [{ mark: 'undeliverable', kind: 'hard' }] }],
    ['an address from which our mail came back', { marks: [{ mark: 'undeliverable', kind: 'soft' }] }],
    ['somebody who complained', { marks: [{ mark: 'complained', kind: 'hard' }] }],
    ['a sender who failed to prove himself', { authentication: { verdict: 'fail' } }],
    ['a sender of whom nothing is proved', { authentication: { verdict: 'unknown' } }],
    ['a sender who was answered', { history: { ...silence, now, receivedAt: now, toSender: [now] } }],
  ])('refuses %s, which only our memory knows', (_what, facts) => {
    expect(decide({}, facts).reasons).toHaveLength(1)
  })

  it.each<[string, Partial<AnswerFacts>]>([
    ['a proved sender', { authentication: { verdict: 'pass' } }],
    ['a channel without authentication', { authentication: { verdict: 'unchecked' } }],
    ['the first answer', { history: { ...silence, now, receivedAt: now } }],
  ])('allows %s', (_what, facts) => {
    expect(decide({}, facts)).toEqual({ allowed: true, reasons: [] })
  })

  it('refuses an encrypted message, which nobody here has read', () => {
    const type = 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b'
    expect(decide(headers({ 'content-type': type })).reasons).toEqual([`content-type: ${type}`])
  })
})

describe('a text', () => {
  const number = { name: 'Support', address: '+33644600000' }
  const ask = (changes: Partial<ParsedMessage> = {}, facts: Partial<AnswerFacts> = {}) =>
    mayAnswerAutomatically(parsedText(changes), person, { identity: number, medium: 'sms', ...facts })

  it('may be answered, also where a channel names no recipient or its sender has no number', () => {
    expect(ask()).toEqual({ allowed: true, reasons: [] })
    expect(ask({ to: [] }, { medium: 'webhook' }).allowed).toBe(true)
    const bsuid = { name: '', address: 'US.13491208655302741918' }
    expect(ask({ from: bsuid }, { medium: 'whatsapp' }).allowed).toBe(true)
  })

  it.each<[string, Partial<ParsedMessage>, Partial<AnswerFacts>]>([
    ['a short code', { from: { name: '', address: '36111' } }, {}],
    ['a company under its name', { from: { name: '', address: 'Ma Banque' } }, {}],
    ['a robot under its name', { from: { name: '', address: 'NoReply' } }, { medium: 'whatsapp' }],
    ['nobody', { from: null }, {}],
    ['our own number', { from: number }, {}],
    ['who asks for no more texts', { text: 'Stop !' }, {}],
    ['who did so before', {}, { marks: [{ mark: 'opted-out', kind: 'hard' }] }],
  ])('from %s may not', (_what, changes, facts) => {
    const { allowed, reasons } = ask(changes, facts)
    expect(allowed).toBe(false)
    expect(reasons).toHaveLength(1)
  })

  it('from a number that only ends like ours may be answered', () => {
    expect(ask({ from: { name: '', address: '+44644600000' } }).allowed).toBe(true)
  })
})
