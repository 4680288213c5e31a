import { expect, it } from 'vitest'
import type { Message } from '../model/message.ts'
import { sampleMessage } from '../testing/contract/samples.ts'
import { composeReply } from './compose-reply.ts'

const identity = { address: 'support@acme.example', threadId: 'token@acme.example' }
const answered = (changes: Partial<Message> = {}) =>
  sampleMessage({
    integrationId: 'i',
    conversationId: 'c',
    mailId: 'q@x',
    subject: 'Commande 12',
    ...changes,
  })

it('refers to what the answered mail refers to, to that mail, and to the conversation', () => {
  const headers = composeReply(answered({ references: ['a@x', 'b@x'], inReplyTo: ['b@x'] }), identity)
  expect(headers).toMatchObject({
    inReplyTo: ['q@x'],
    references: ['token@acme.example', 'a@x', 'b@x', 'q@x'],
  })
})

it('threads a mail without Message-ID by the token alone', () => {
  const headers = composeReply(answered({ mailId: null }), identity)
  expect(headers).toMatchObject({ inReplyTo: [], references: ['token@acme.example'] })
})

it('drops ids from the middle of a long chain, never the roots nor the answered mail', () => {
  const references = Array.from({ length: 80 }, (_, index) => `${index}@x`)
  const composed = composeReply(answered({ references }), identity).references
  expect(composed).toHaveLength(50)
  expect([composed[0], composed[1], composed[2], composed.at(-1)]).toEqual([
    ...['token@acme.example', '0@x', '33@x', 'q@x'],
  ])
})

it('has the subject of the answered mail with one mark', () => {
  expect(composeReply(answered({ subject: 'RE : AW: Devis' }), identity).subject).toBe('Re: Devis')
})

it('answers whom Reply-To names, never ourselves, and our own mail goes to the same people again', () => {
  const other = { name: '', address: 'other@x' }
  expect(composeReply(answered({ replyTo: [other] }), identity).to).toEqual([other])
  expect(
    composeReply(answered({ replyTo: [{ name: '', address: 'Support@acme.example' }] }), identity).to,
  ).toEqual([])
  const ours = answered({
    direction: 'outbound',
    to: [other],
    replyTo: [{ name: '', address: 'support+c@acme.example' }],
  })
  expect(composeReply(ours, identity).to).toEqual([other])
})

it('answers who wrote what was forwarded to us, and not who forwarded it', () => {
  const forwardedFrom = { name: 'Ann', address: 'ann@x' }
  expect(composeReply(answered({ forwardedFrom }), identity).to).toEqual([forwardedFrom])
})
