import { z } from 'zod'
import { idempotencyKeySchema } from '../idempotency-key.ts'
import type { Address } from '../model/address.ts'
import { statuses } from '../model/conversation.ts'
import { mailbox } from '../model/mailbox.ts'
import { cleanText } from '../model/text.ts'

export const maxReplyLength = 1_000_000
const maxNameLength = 200

/** Two minutes are long for a person who looks at a button. */
export const undoSecondsSchema = z.int().min(0, 'not less than 0').max(120, 'at most 120 seconds')

export const textSchema = z.string().max(maxReplyLength, 'an answer has at most a million characters')

/** More than can be sent to, so that nobody is told that a long list is no list. */
const listSchema = z
  .array(
    z.strictObject({
      address: z.string().max(1000, 'this is no mail address'),
      name: z.string().max(maxNameLength, `a name has at most ${maxNameLength} characters`).default(''),
    }),
  )
  .max(500, 'at most 500 addresses')
  .optional()

export const listFields = { to: listSchema, cc: listSchema, bcc: listSchema }

export const sendingFields = {
  ...listFields,
  attachments: z.array(z.string().max(100)).max(100, 'at most 100 files').optional(),
  seenUpTo: z.string().optional(),
  idempotencyKey: idempotencyKeySchema.optional(),
  status: z.enum(statuses).optional(),
  undoSeconds: undoSecondsSchema.optional(),
  sendAt: z.date('a date is needed').optional(),
  cancelIfAnswered: z.boolean().optional(),
}

type Lists = { readonly [Field in 'to' | 'cc' | 'bcc']?: readonly Address[] | undefined }

/** Lists of single mailboxes. Throws `invalid-input` for an entry that is something else, and for line breaks. */
export function checkedLists(lists: Lists): Lists {
  const checked = (['to', 'cc', 'bcc'] as const).flatMap((field) => {
    const list = lists[field]
    return list === undefined ? [] : [[field, list.map((one) => mailbox(field, storable(one)))] as const]
  })
  return Object.fromEntries(checked)
}

/** Lists as somebody types them: what is no mailbox stays as it is, to be told. */
export function typedLists(lists: Lists): Lists {
  const cleaned = (['to', 'cc', 'bcc'] as const).map((field) => [field, lists[field]?.map(storable)] as const)
  return withoutAbsent(Object.fromEntries(cleaned))
}

function storable({ name, address }: Address): Address {
  return { name: cleanText(name, maxNameLength), address: cleanText(address.trim(), 1000) }
}

/** `exactOptionalPropertyTypes`: what was not said is not there. */
export function withoutAbsent<Given extends object>(
  given: Given,
): { [Key in keyof Given]?: Exclude<Given[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Given]?: Exclude<Given[Key], undefined>
  }
}
