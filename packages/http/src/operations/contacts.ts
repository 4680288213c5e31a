import { z } from 'zod'
import { operation } from '../operation.ts'
import { listOf, pageOf } from '../schemas/common.ts'
import {
  contactMergeResultSchema,
  contactMergeViewSchema,
  contactSchema,
  contactSuggestionSchema,
} from '../schemas/contact.ts'
import { idParams, idSchema, pageQuery } from '../schemas.ts'

const addressText = z.string().trim().min(1).max(320)

const nameText = z.string().max(200)

const listQuery = pageQuery.extend({ search: z.string().max(200).exactOptional() })

const contactBody = z.strictObject({ name: nameText, addresses: z.array(addressText).min(1).max(50) })

export const contactOperations = [
  operation({
    name: 'contacts.list',
    method: 'GET',
    path: '/inbox/contacts',
    role: 'viewer',
    summary:
      'Contacts by name; a search finds beginnings of names and addresses, and numbers as they are typed',
    status: 200,
    input: z.object({ query: listQuery }),
    output: pageOf(contactSchema),
    handler: ({ tenant, query }) => tenant.contacts.list(query),
  }),
  operation({
    name: 'contacts.create',
    method: 'POST',
    path: '/inbox/contacts',
    role: 'agent',
    summary: 'A new contact with its addresses: mail, or phone with country code',
    status: 201,
    input: z.object({ body: contactBody }),
    output: contactSchema,
    once: true,
    handler: ({ tenant, actor, body }) => tenant.contacts.create(body, actor),
  }),
  operation({
    name: 'contacts.get',
    method: 'GET',
    path: '/inbox/contacts/{id}',
    role: 'viewer',
    summary: 'A contact and its addresses',
    status: 200,
    input: z.object({ params: idParams }),
    output: contactSchema,
    handler: ({ tenant, params }) => tenant.contacts.get(params.id),
  }),
  operation({
    name: 'contacts.update',
    method: 'PATCH',
    path: '/inbox/contacts/{id}',
    role: 'agent',
    summary: 'Change the name of a contact, and of its conversations in lists',
    status: 200,
    input: z.object({ params: idParams, body: z.strictObject({ name: nameText.exactOptional() }) }),
    output: contactSchema,
    handler: ({ tenant, actor, params, body }) => tenant.contacts.update(params.id, body, actor),
  }),
  ...addressOperations(),
  ...mergeOperations(),
] as const

function addressOperations() {
  const path = '/inbox/contacts/{id}/addresses'
  return [
    operation({
      name: 'contacts.addAddress',
      method: 'POST',
      path,
      role: 'agent',
      summary: 'Add an address to a contact; one that another contact has is refused',
      status: 200,
      input: z.object({ params: idParams, body: z.strictObject({ address: addressText }) }),
      output: contactSchema,
      once: true,
      handler: ({ tenant, actor, params, body }) =>
        tenant.contacts.addAddress(params.id, body.address, actor),
    }),
    operation({
      name: 'contacts.removeAddress',
      method: 'DELETE',
      path,
      role: 'agent',
      summary: 'Take an address from a contact, but not its last one',
      status: 204,
      input: z.object({ params: idParams, query: z.strictObject({ address: addressText }) }),
      output: 'nothing',
      handler: async ({ tenant, actor, params, query }) => {
        await tenant.contacts.removeAddress(params.id, query.address, actor)
      },
    }),
  ] as const
}

function mergeOperations() {
  return [
    operation({
      name: 'contacts.merge',
      method: 'POST',
      path: '/inbox/contacts/{id}/merge',
      role: 'agent',
      summary: 'Take a contact into another one, with its addresses and conversations; both ids stay valid',
      status: 200,
      input: z.object({ params: idParams, body: z.strictObject({ into: idSchema }) }),
      output: contactMergeResultSchema,
      once: true,
      handler: ({ tenant, actor, params, body }) => tenant.contacts.merge(params.id, body, actor),
    }),
    operation({
      name: 'contacts.merges',
      method: 'GET',
      path: '/inbox/contacts/{id}/merges',
      role: 'viewer',
      summary: 'What was merged into a contact and can be taken out again, latest first',
      status: 200,
      input: z.object({ params: idParams }),
      output: listOf(contactMergeViewSchema),
      handler: async ({ tenant, params }) => ({ items: await tenant.contacts.merges(params.id) }),
    }),
    operation({
      name: 'contacts.suggestions',
      method: 'GET',
      path: '/inbox/contacts/{id}/suggestions',
      role: 'viewer',
      summary: 'Who may be the same person as a contact, and why',
      status: 200,
      input: z.object({ params: idParams }),
      output: listOf(contactSuggestionSchema),
      handler: async ({ tenant, params }) => ({ items: await tenant.contacts.suggestions(params.id) }),
    }),
    operation({
      name: 'contacts.unmerge',
      method: 'POST',
      path: '/inbox/contact-merges/{id}/undo',
      role: 'agent',
      summary: 'Take a merged contact out again, with what came from its addresses since',
      status: 200,
      input: z.object({ params: idParams }),
      output: contactSchema,
      once: true,
      handler: ({ tenant, actor, params }) => tenant.contacts.unmerge(params.id, actor),
    }),
  ] as const
}
