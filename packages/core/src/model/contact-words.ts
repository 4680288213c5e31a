import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Contact } from './contact.ts'
import { foldText } from './text.ts'

type Named = Pick<Contact, 'name' | 'addresses'>

/** How many words of one contact are kept, and of which length. */
const maxWords = 60
const maxWordLength = 100

/** Mailboxes that many people have: they say nothing about who it is. */
const sharedNames = new Set(
  'accueil admin bonjour commercial compta comptabilite contact direction facturation hello info mail noreply no-reply office sales secretariat service support team'.split(
    ' ',
  ),
)

/** What a contact is found by: the words of its name and of its addresses, and its numbers as people write them. */
export function contactWords({ name, addresses }: Named): readonly string[] {
  const words = [...wordsOf(name), ...addresses.flatMap(addressWords), ...tellingWords({ name, addresses })]
  return [...new Set(words.map((word) => word.slice(0, maxWordLength)))].slice(0, maxWords)
}

/**
 * Words that two contacts have in common when they may be one person: the same whole name (`=ada lovelace`), the same
 * number however it is written (`#612345678`), the same mailbox at another provider (`@ada.lovelace`).
 */
export function tellingWords({ name, addresses }: Named): readonly string[] {
  const fullName = wordsOf(name)
  return [
    ...(fullName.length > 1 ? [`=${fullName.join(' ')}`] : []),
    ...addresses.flatMap((address) => {
      const at = address.lastIndexOf('@')
      if (at > 0) return isTelling(address.slice(0, at)) ? [`@${foldText(address.slice(0, at))}`] : []
      const digits = nationalDigits(address)
      return digits.length >= 8 ? [`#${digits}`] : []
    }),
  ].map((word) => word.slice(0, maxWordLength))
}

/** What a person types to find a contact, as the beginnings of words that all must be there. */
export function searchWords(text: string): readonly string[] {
  const digits = /^[\d\s+().\-/]+$/.test(text) ? text.replaceAll(/\D/g, '') : ''
  if (digits.length > 2) return [digits.replace(/^00/, '')]
  const terms = foldText(text)
    .split(' ')
    .map((term) => term.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
  return [...new Set(terms.filter((term) => term !== ''))].slice(0, 10)
}

/** By which contacts are listed. */
export function sortName({ name, addresses }: Named): string {
  return (foldText(name) || (addresses[0] ?? '')).slice(0, 200)
}

function wordsOf(text: string): readonly string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

function addressWords(address: string): readonly string[] {
  const at = address.lastIndexOf('@')
  const whole = foldText(address)
  if (at > 0) return [...wordsOf(address.slice(0, at)), whole, foldText(address.slice(at + 1))]
  const digits = address.replaceAll(/\D/g, '')
  if (!/^\+?[\d\s().\-/]+$/.test(address)) return [whole]
  const number = parsePhoneNumberFromString(address)
  if (number === undefined) return [digits]
  return [digits, number.nationalNumber, number.formatNational().replaceAll(/\D/g, '')]
}

/** The digits that are the same with and without a country code; only of something that looks like a number. */
function nationalDigits(address: string): string {
  if (!/^\+?[\d\s().\-/]+$/.test(address)) return ''
  const national = parsePhoneNumberFromString(address)?.nationalNumber
  return national ?? address.replaceAll(/\D/g, '').replace(/^0+/, '')
}

function isTelling(localPart: string): boolean {
  const folded = foldText(localPart)
  return folded.length > 4 && !sharedNames.has(folded)
}
