import { expect, it } from 'vitest'
import type { Message } from '../model/message.ts'
import { sampleMessage } from '../testing/contract/samples.ts'
import { composeReply } from './compose-reply.ts'

const threadId = 'token@acme.example'
const answered = (changes: Partial<Message> = {}) =>
  sampleMessage({
    integrationId: 'i',
    conversationId: 'c',
    mailId: 'q@x',
    subject: 'Commande 12',
    ...changes,
  })

it('refers to what the answered mail refers to, to that mail, and to the conversation', () => {
  const headers = composeReply(answered({ references: ['a@x', 'b@x'], inReplyTo: ['b@x'] }), threadId)
  expect(headers).toMatchObject({
    inReplyTo: ['q@x'],
    references: ['token@acme.example', 'a@x', 'b@x', 'q@x'],
  })
})

it('threads a mail without Message-ID by the token alone', () => {
  const headers = composeReply(answered({ mailId: null }), threadId)
  expect(headers).toMatchObject({ inReplyTo: [], references: ['token@acme.example'] })
})

it('leaves out ids with characters that would break a header, and answers all the same', () => {
  const strange = answered({
    mailId: 'q\u0001@x',
    references: ['a@x', 'b\u0085@x'],
    inReplyTo: ['c\r\nBcc:d@x'],
  })
  expect(composeReply(strange, threadId)).toMatchObject({
    ...{ inReplyTo: [], references: ['token@acme.example', 'a@x'] },
  })
})

it('drops ids from the middle of a long chain, never the roots nor the answered mail', () => {
  const references = Array.from({ length: 80 }, (_, index) => `${index}@x`)
  const composed = composeReply(answered({ references }), threadId).references
  expect(composed).toHaveLength(50)
  expect([composed[0], composed[1], composed[2], composed.at(-1)]).toEqual([
    ...['token@acme.example', '0@x', '33@x', 'q@x'],
  ])
})

it('has the subject of the answered mail with one mark', () => {
  expect(composeReply(answered({ subject: 'RE : AW: Devis' }), threadId).subject).toBe('Re: Devis')
})

it('has the subject of a message that is passed on with the mark for that', () => {
  expect(composeReply(answered({ subject: 'RE : Devis' }), threadId, 'Fwd').subject).toBe('Fwd: Devis')
})
