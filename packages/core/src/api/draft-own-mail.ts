import { z } from 'zod'
import { htmlToText } from '../content/html-to-text.ts'
import { GuichetError, isGuichetError } from '../errors.ts'
import { idempotencyKeySchema } from '../idempotency-key.ts'
import type { MailFile, MailInput, UploadedMailFile } from '../inbox-mailer.ts'
import type { Address } from '../model/address.ts'
import { headerText } from '../model/header-text.ts'
import { type Mail, mailPriorities } from '../model/mail.ts'
import { cleanText } from '../model/text.ts'
import { validate } from '../validate.ts'
import type { ApiContext } from './api-context.ts'
import { filesSchema } from './mail-files.ts'
import { checkedAddress, checkedRecipients, oneAddress, someAddresses } from './mail-recipients.ts'
import { assertPlannable } from './send-decisions.ts'

const mostCharacters = 1_000_000
const mostTags = 20

const body = z.string().max(mostCharacters, 'at most a million characters').optional()

const mailSchema = z.strictObject({
  to: someAddresses,
  cc: someAddresses,
  bcc: someAddresses,
  from: oneAddress,
  replyTo: oneAddress,
  subject: z.string().max(500, 'a subject has at most 500 characters').optional(),
  text: body,
  html: body,
  template: z
    .strictObject({
      name: z.string().min(1, 'a template has a name').max(200, 'at most 200 characters'),
      data: z.unknown().optional(),
      language: z.string().min(1, 'a language such as fr').max(35, 'a language such as fr').optional(),
    })
    .optional(),
  attachments: filesSchema,
  priority: z.enum(mailPriorities).optional(),
  tags: z
    .array(z.string().min(1, 'a tag has a name').max(100, 'a tag has at most 100 characters'))
    .max(mostTags, `at most ${mostTags} tags`)
    .readonly()
    .optional(),
  automatic: z.boolean().optional(),
  sendAt: z.date('a date is needed').optional(),
  idempotencyKey: idempotencyKeySchema.optional(),
})
type CheckedInput = z.output<typeof mailSchema>

/** A mail that nothing is wrong with; its files are not kept yet. */
export interface MailDraft {
  readonly mail: Omit<
    Mail,
    'id' | 'mailId' | 'createdAt' | 'attachments' | 'authorId' | 'delivery' | 'arrivals'
  >
  readonly files: readonly (MailFile | UploadedMailFile)[]
  readonly sendAt: Date | null
  readonly idempotencyKey: string | null
}

/** Throws `invalid-input` with the field and what to do about it. */
export async function draftOwnMail(ctx: ApiContext, given: MailInput): Promise<MailDraft> {
  const input = validate(mailSchema, given)
  const { sendAt = null, priority = 'normal', automatic = true, tags = [] } = input
  const recipients = checkedRecipients(input as MailInput)
  if (sendAt !== null) assertPlannable(ctx, sendAt)
  const from = senderOf(ctx, input)
  const replyTo = input.replyTo === undefined ? null : checkedAddress('replyTo', input.replyTo)
  const said = input.template === undefined ? saidIn(input) : await rendered(ctx, input, input.template)
  return {
    mail: {
      ...{ ...recipients, dropped: [], from, replyTo, ...said, priority, automatic },
      tags: [...new Set(tags.map((tag) => cleanText(tag, 100)))],
      template: input.template?.name ?? null,
    },
    files: input.attachments ?? [],
    sendAt,
    idempotencyKey: input.idempotencyKey ?? null,
  }
}

function senderOf({ tenant, mailing }: ApiContext, { from }: CheckedInput): Address {
  if (from !== undefined) return checkedAddress('from', from)
  const known = mailing?.from
  if (known === undefined)
    throw invalid('from', 'say who the mail is from, or give `createInbox` its `mailFrom`')
  return checkedAddress('mailFrom', typeof known === 'function' ? known(tenant) : known)
}

type Said = Pick<Mail, 'subject' | 'text' | 'html'>

async function rendered(
  { mailing }: ApiContext,
  { subject, text, html }: CheckedInput,
  { name, data, language }: NonNullable<CheckedInput['template']>,
): Promise<Said> {
  if (text !== undefined) throw invalid('text', 'a template brings its own text')
  if (html !== undefined) throw invalid('html', 'a template brings its own HTML')
  if (mailing?.templates === undefined)
    throw invalid('template', 'there are no templates: give `createInbox` its `templates`')
  const made = await mailing.templates.render(name, data, { language: language ?? null }).catch(ofTemplate)
  return saidIn({ ...made, ...(subject === undefined ? {} : { subject }) })
}

/** Templates know their data only: whoever sends the mail has it inside of `template`. */
function ofTemplate(error: unknown): never {
  if (!isGuichetError(error) || !/^data\b/.test(error.field ?? '')) throw error
  const { code, message, field, cause } = error
  throw new GuichetError(code, `template.${message}`, { field: `template.${field}`, cause })
}

/** The text is what people see who see no HTML: it is made where it was not given. */
function saidIn({ subject = '', text, html = '' }: Pick<CheckedInput, 'subject' | 'text' | 'html'>): Said {
  const title = cleanText(headerText('subject', subject), 500).trim()
  if (title === '') throw invalid('subject', 'a mail needs a subject')
  const markup = cleanText(html, mostCharacters)
  const made = text ?? htmlToText(markup, { links: true })
  if (made.trim() === '' && !/<img\b/i.test(markup))
    throw invalid(
      html === '' ? 'text' : 'html',
      'the mail is empty: give it a text, or HTML that shows something',
    )
  return { subject: title, text: cleanText(made, mostCharacters), html: markup }
}

function invalid(field: string, sentence: string): GuichetError {
  return new GuichetError('invalid-input', `${field}: ${sentence}`, { field })
}
