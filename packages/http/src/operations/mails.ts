import { deliveryStates, type Mail, mailPriorities } from '@guichet/core'
import { z } from 'zod'
import { operation } from '../operation.ts'
import { pageOf } from '../schemas/common.ts'
import { mailSchema, mailSummarySchema } from '../schemas/mail.ts'
import { dateTimeInput, idParams, idSchema, pageQuery } from '../schemas.ts'

const addressInput = z.union(
  [z.string(), z.strictObject({ name: z.string().exactOptional(), address: z.string() })],
  'this must be an address like ada@example.com, or { name, address }',
)
const addressesInput = z.union(
  [addressInput, z.array(addressInput)],
  'this must be an address like ada@example.com or { name, address }, or a list of them',
)

const fileInput = z.strictObject({
  upload: idSchema,
  contentId: z.string().max(200).exactOptional(),
})

/** Who a mail is from is for the host to say, not for whoever may send one: see `mailFrom` of `createInbox`. */
const mailBody = z.strictObject({
  to: addressesInput.exactOptional(),
  cc: addressesInput.exactOptional(),
  bcc: addressesInput.exactOptional(),
  replyTo: addressInput.exactOptional(),
  subject: z.string().exactOptional(),
  text: z.string().exactOptional(),
  html: z.string().exactOptional(),
  template: z
    .strictObject({
      name: z.string().min(1).max(200),
      data: z.json().exactOptional(),
      language: z.string().min(1).max(35).exactOptional(),
    })
    .exactOptional(),
  attachments: z.array(fileInput).max(50).exactOptional(),
  priority: z.enum(mailPriorities).exactOptional(),
  tags: z.array(z.string().min(1).max(100)).max(20).exactOptional(),
  automatic: z.boolean().exactOptional(),
  sendAt: dateTimeInput.exactOptional(),
})

const listQuery = pageQuery.extend({
  state: z.enum(deliveryStates).exactOptional(),
  tag: z.string().min(1).max(100).exactOptional(),
  recipient: z.string().trim().min(1).max(320).exactOptional(),
})

const testQuery = z.strictObject({ to: z.string().trim().min(1).max(320) })

/** Mail that the application sends in its own name. */
export const mailOperations = [
  operation({
    name: 'mailer.send',
    method: 'POST',
    path: '/inbox/mails',
    role: 'admin',
    summary: 'Send a mail of the application: from a template, or with a subject and a text, HTML or both',
    status: 201,
    input: z.object({ body: mailBody }),
    output: mailSchema,
    once: true,
    handler: async ({ tenant, actor, idempotencyKey, body }) => {
      // The key stays with the mail on its way, longer than other answers are remembered.
      const mail = idempotencyKey === undefined ? body : { ...body, idempotencyKey }
      return shown(await tenant.mailer.send(mail, actor))
    },
  }),
  operation({
    name: 'mailer.list',
    method: 'GET',
    path: '/inbox/mails',
    role: 'agent',
    summary: 'Mail of the application, latest first: all, or by state, tag or recipient',
    status: 200,
    input: z.object({ query: listQuery }),
    output: pageOf(mailSummarySchema),
    handler: async ({ tenant, query }) => {
      const { items, nextCursor } = await tenant.mailer.list(query)
      return { items: items.map(summaryOf), nextCursor }
    },
  }),
  operation({
    name: 'mailer.get',
    method: 'GET',
    path: '/inbox/mails/{id}',
    role: 'agent',
    summary: 'One mail of the application, with what it says and what became of it',
    status: 200,
    input: z.object({ params: idParams }),
    output: mailSchema,
    handler: async ({ tenant, params }) => shown(await tenant.mailer.get(params.id)),
  }),
  operation({
    name: 'mailer.cancel',
    method: 'POST',
    path: '/inbox/mails/{id}/cancel',
    role: 'agent',
    summary: 'Take a mail of the application back that has not begun to leave',
    status: 200,
    input: z.object({ params: idParams }),
    output: mailSchema,
    handler: async ({ tenant, actor, params }) => shown(await tenant.mailer.cancel(params.id, actor)),
  }),
  operation({
    name: 'mailer.resend',
    method: 'POST',
    path: '/inbox/mails/{id}/resend',
    role: 'agent',
    summary: 'Send a mail again that failed, or of which nobody knows whether it was sent',
    status: 200,
    input: z.object({ params: idParams }),
    output: mailSchema,
    handler: async ({ tenant, actor, params }) => shown(await tenant.mailer.resend(params.id, actor)),
  }),
  operation({
    name: 'mailer.markSent',
    method: 'POST',
    path: '/inbox/mails/{id}/mark-sent',
    role: 'agent',
    summary: 'Say that a mail was sent of which nobody knew',
    status: 200,
    input: z.object({ params: idParams }),
    output: mailSchema,
    handler: async ({ tenant, actor, params }) => shown(await tenant.mailer.markSent(params.id, actor)),
  }),
  operation({
    name: 'mailer.remove',
    method: 'DELETE',
    path: '/inbox/mails/{id}',
    role: 'admin',
    summary: 'Delete a mail of the application with its files and what was reported about it',
    status: 204,
    input: z.object({ params: idParams }),
    output: 'nothing',
    handler: ({ tenant, actor, params }) => tenant.mailer.remove(params.id, actor),
  }),
  operation({
    name: 'mailer.sendTest',
    method: 'POST',
    path: '/inbox/test-email',
    role: 'admin',
    summary: 'Send a mail that says that mail arrives, to try the configuration',
    status: 201,
    input: z.object({ query: testQuery }),
    output: mailSchema,
    once: true,
    openInDevelopment: true,
    handler: async ({ tenant, actor, query }) => shown(await tenant.mailer.sendTest(query.to, actor)),
  }),
] as const

/** Where its files are kept is nobody's business. */
function shown(mail: Mail) {
  return { ...mail, attachments: mail.attachments.map(({ blobKey: _, ...file }) => file) }
}

function summaryOf(mail: Mail) {
  const { text: _, html: __, ...summary } = shown(mail)
  return summary
}
