import { domainToASCII } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { ParsedMessage } from '../ports/channel.ts'
import { parsedMessage } from '../testing/parsed-message.ts'
import { senderWarnings } from './sender-warnings.ts'

const us = { name: 'Guichet Support', address: 'support@desk.example' }

function warned(name: string, address: string, changes: Partial<ParsedMessage> = {}) {
  return senderWarnings(parsedMessage({ from: { name, address }, ...changes }), us).map(
    ({ kind, value }) => `${kind} ${value}`,
  )
}

function headers(lines: Record<string, string[]>): Partial<ParsedMessage> {
  return { headers: new Map(Object.entries(lines)) }
}

describe('senderWarnings', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['an honest mail', 'Ada Lovelace', 'ada@acme.fr', []],
    ['the address as name', 'ada@acme.fr', 'Ada@ACME.fr', []],
    ['another address as name', 'ceo@bank.fr', 'evil@z.example', ['name-shows-address ceo@bank.fr']],
    [
      'another address in the name',
      'Ada (ada@acme.fr) via X',
      'n@x.example',
      ['name-shows-address ada@acme.fr'],
    ],
    ['our name', 'GUICHET  support', 'evil@z.example', ['name-of-ours support@desk.example']],
    ['our name from our domain', 'Guichet Support', 'other@mail.desk.example', []],
    ['our domain, imitated', 'x', 'a@desc.example', []],
    [
      'our domain in Cyrillic',
      'x',
      'a@dеsk.example',
      ['mixed-alphabets dеsk.example', 'lookalike-domain desk.example'],
    ],
    [
      'the same in ASCII',
      'x',
      `a@${domainToASCII('dеsk.example')}`,
      ['mixed-alphabets dеsk.example', 'lookalike-domain desk.example'],
    ],
    ['a 1 for an l', 'x', 'a@paypa1.com', ['lookalike-domain paypal']],
    ['rn for m', 'x', 'a@rnicrosoft.com', ['lookalike-domain microsoft']],
    ['the real one', 'x', 'a@mail.paypal.com', []],
    ['the real one elsewhere', 'x', 'a@paypal.fr', []],
    ['French letters', 'Élodie', 'a@café-médoc.fr', []],
    ['a Russian domain', 'Анна', 'a@почта.рф', []],
  ])('%s', (_name, name, address, expected) => {
    expect(warned(name, address)).toEqual(expected)
  })

  it('warns where an answer would go to another domain', () => {
    const replyTo = (address: string) => warned('Ada', 'ada@acme.fr', { replyTo: [{ name: '', address }] })
    expect(replyTo('ada@evil.example')).toEqual(['reply-elsewhere ada@evil.example'])
    expect(replyTo('help@support.acme.fr')).toEqual([])
  })

  it('warns of several authors, and of a Sender of another domain', () => {
    expect(warned('Ada', 'ada@acme.fr', headers({ from: ['ada@acme.fr', 'boss@acme.fr'] }))).toEqual([
      'several-authors boss@acme.fr',
    ])
    expect(warned('Ada', 'ada@acme.fr', headers({ from: ['<ada@acme.fr>, Bob <bob@acme.fr>'] }))).toEqual([
      'several-authors bob@acme.fr',
    ])
    expect(warned('Ada', 'ada@acme.fr', headers({ from: ['"x, eve@evil.example" <ada@acme.fr>'] }))).toEqual(
      [],
    )
    const sender = { from: ['ada@acme.fr'], sender: ['<bot@mailer.example>'] }
    expect(warned('Ada', 'ada@acme.fr', headers(sender))).toEqual(['other-sender bot@mailer.example'])
    expect(warned('Ada', 'ada@acme.fr', headers({ ...sender, 'list-id': ['<club.example>'] }))).toEqual([])
  })

  it('takes no tag and no dot for the same person', () => {
    expect(warned('ada@gmail.com', 'a.da@gmail.com')).toEqual(['name-shows-address ada@gmail.com'])
    expect(warned('ada+x@acme.fr', 'ada@acme.fr')).toEqual(['name-shows-address ada+x@acme.fr'])
  })

  it('stays quick whatever the name', () => {
    const started = performance.now()
    for (const piece of ['a@', '"', '(', '<a@b>', 'a.b@c.d,', '\\"'])
      warned(piece.repeat(200_000), 'a@b.example', headers({ from: [piece.repeat(200_000)] }))
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
