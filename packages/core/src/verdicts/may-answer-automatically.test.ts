import { describe, expect, it } from 'vitest'
import type { ParsedMessage } from '../ports/channel.ts'
import { parsedMessage } from '../testing/parsed-message.ts'
import { mayAnswerAutomatically } from './may-answer-automatically.ts'

const us = { name: 'Support', address: 'support@acme.example' }
const person = { verdict: 'person', evidence: [] } as const

function decide(changes: Partial<ParsedMessage> = {}) {
  return mayAnswerAutomatically(parsedMessage(changes), person, us)
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
    const decision = mayAnswerAutomatically(parsedMessage(), { verdict: 'bounce', evidence: [] }, us)
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
    ['a blind copy', { to: [{ name: '', address: 'else@acme.example' }] }],
    ['a circular', { to: Array.from({ length: 30 }, (_, n) => ({ name: '', address: `a${n}@b.example` })) }],
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
})
