import { describe, expect, it } from 'vitest'
import { contactWords, searchWords, sortName, tellingWords } from './contact-words.ts'

const elodie = { name: 'Élodie  Le Goff', addresses: ['+33612345678', 'Elodie.LeGoff@Client.example'] }

/** Whether what a person types finds a contact. */
function finds(typed: string, contact = elodie): boolean {
  const words = contactWords(contact)
  return searchWords(typed).every((term) => words.some((word) => word.startsWith(term)))
}

describe('what a person types finds a contact', () => {
  it.each([
    ...['élodie', 'ELODIE', 'elo goff', 'le', 'elodie.legoff@client.example', 'legoff', 'client.ex', '  '],
    ...[
      '+33612345678',
      '06 12 34 56 78',
      '06.12.34',
      '0033 6 12',
      '33612345678',
      '612345678',
      '+33 (0)'.slice(0, 3),
    ],
  ])('%s', (typed) => {
    expect(finds(typed)).toBe(true)
  })

  it.each(['lodie', 'goffin', 'elodie martin', '07 12', '12345678', 'example'])('but not %s', (typed) => {
    expect(finds(typed)).toBe(false)
  })

  it('also a sender without a number, a short code and a name in other letters', () => {
    expect(finds('us.1349', { name: '', addresses: ['us.13491208655302741918'] })).toBe(true)
    expect(finds('38200', { name: '', addresses: ['38200'] })).toBe(true)
    expect(finds('ВЕР', { name: 'Вера', addresses: ['v@x.example'] })).toBe(true)
  })

  it('a sign alone, or a word no contact may begin with, is no condition', () => {
    expect(searchWords('= @ #')).toEqual([])
    expect(searchWords('=elodie @legoff')).toEqual(['elodie', 'legoff'])
  })
})

describe('words that two contacts may have in common when they are one person', () => {
  it('are a whole name, a number however it is written, a mailbox at another provider', () => {
    expect(tellingWords(elodie)).toEqual(['=elodie le goff', '#612345678', '@elodie.legoff'])
    expect(tellingWords({ name: 'Élodie', addresses: ['0612345678'] })).toEqual(['#612345678'])
  })

  it('and not a mailbox that many people have, a short name or a short code', () => {
    const shared = { name: 'Élodie', addresses: ['contact@client.example', 'al@x.example', '38200'] }
    expect(tellingWords(shared)).toEqual([])
  })
})

it('a contact without a name is listed by its first address', () => {
  expect(sortName(elodie)).toBe('elodie le goff')
  expect(sortName({ name: ' ', addresses: ['a@x', 'b@x'] })).toBe('a@x')
})
