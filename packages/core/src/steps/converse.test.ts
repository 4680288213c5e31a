import { describe, expect, it } from 'vitest'
import { unchecked } from '../model/authentication.ts'
import type { Message } from '../model/message.ts'
import { openConversation } from './converse.ts'

function snippet(text: string): string {
  const at = new Date('2026-11-02T08:00:00Z')
  const message: Message = {
    ...{ id: 'm', conversationId: 'c', integrationId: 'i', direction: 'inbound', medium: 'email' },
    ...{
      externalId: 'x',
      mailId: null,
      inReplyTo: [],
      references: [],
      from: null,
      replyTo: [],
      to: [],
      cc: [],
    },
    ...{ subject: 'Re: Commande', text, attachments: [], sentAt: null, receivedAt: at, verdict: 'person' },
    ...{
      evidence: [],
      threading: { rule: 'new', evidence: '', possiblyRelated: null },
      authentication: unchecked,
      forwardedFrom: null,
      parseState: 'ok',
    },
    ...{ parseError: null, rawKey: null, rawSize: 0, authorId: null, delivery: null },
  }
  return openConversation({ message, folderId: 'f', contact: null, createdAt: at }).snippet
}

describe('the snippet of a conversation', () => {
  it('is the start of what is new', () => {
    expect(snippet('Bonjour,\n\noù en est ma commande ?')).toBe('Bonjour, où en est ma commande ?')
  })

  it('passes over what is quoted above the answer', () => {
    expect(
      snippet(
        'Le lundi 2 nov. 2026, Acme <a@acme.example> a écrit :\n> Elle part demain.\n\nParfait, merci !',
      ),
    ).toBe('Parfait, merci !')
  })

  it('is the quote when nothing else was written', () => {
    expect(snippet('> Elle part demain.')).toContain('Elle part demain.')
  })
})
