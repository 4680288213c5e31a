import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type { MailAddress, MailInput } from '../inbox-mailer.ts'
import { type Address, addressKey } from '../model/address.ts'
import { mailbox } from '../model/mailbox.ts'
import { wireAddress } from '../model/wire-address.ts'

/** What the smallest of the providers takes in one message. */
const mostRecipients = 50

const addressInput: z.ZodType<MailAddress> = z.union(
  [
    z.string(),
    z.strictObject({
      name: z.string().max(200, 'a name has at most 200 characters').exactOptional(),
      address: z.string(),
    }),
  ],
  'must be an address like ada@example.com, or { name, address }',
)

export const oneAddress = addressInput.optional()
export const someAddresses = z
  .union([addressInput, z.array(addressInput).readonly()], 'must be an address or a list of addresses')
  .optional()

/**
 * One mailbox as mail servers take it, its domain in ASCII. Throws `invalid-input` for lists, groups and line breaks,
 * for what is longer than mail allows, and for what is no address.
 */
export function checkedAddress(field: string, input: MailAddress): Address {
  const { name = '', address } = typeof input === 'string' ? { address: input } : input
  const checked = mailbox(field, { name: name.toWellFormed().trim(), address: address.toWellFormed() })
  return { ...checked, address: wireAddress(checked.address) }
}

export type CheckedRecipients = Readonly<Record<'to' | 'cc' | 'bcc', readonly Address[]>>

/** Everybody once, where he stands first. Throws `invalid-input` where nobody is left. */
export function checkedRecipients(input: Pick<MailInput, 'to' | 'cc' | 'bcc'>): CheckedRecipients {
  const seen = new Set<string>()
  const listOf = (field: 'to' | 'cc' | 'bcc') =>
    listed(input[field])
      .map((one, index, { length }) => checkedAddress(length === 1 ? field : `${field}.${index}`, one))
      .filter(({ address }) => {
        const isNew = !seen.has(addressKey(address))
        seen.add(addressKey(address))
        return isNew
      })
  const recipients = { to: listOf('to'), cc: listOf('cc'), bcc: listOf('bcc') }
  if (seen.size === 0) throw invalid('to', 'a mail needs somebody to go to: name at least one address')
  if (seen.size > mostRecipients)
    throw invalid('to', `a mail goes to at most ${mostRecipients} addresses: send several mails`)
  return recipients
}

function listed(input: MailInput['to']): readonly MailAddress[] {
  if (input === undefined) return []
  return isList(input) ? input : [input]
}

function isList(input: MailAddress | readonly MailAddress[]): input is readonly MailAddress[] {
  return Array.isArray(input)
}

function invalid(field: string, sentence: string): GuichetError {
  return new GuichetError('invalid-input', `${field}: ${sentence}`, { field })
}
