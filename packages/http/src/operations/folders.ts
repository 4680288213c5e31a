import { ruleSchema } from '@guichet/core'
import { z } from 'zod'
import { operation } from '../operation.ts'
import { listOf } from '../schemas/common.ts'
import { folderSchema, folderViewSchema, ruleView } from '../schemas/folder.ts'
import { idParams, idSchema } from '../schemas.ts'

const nameSchema = z.string().trim().min(1).max(80)

const folderBody = z.strictObject({
  name: nameSchema,
  parentId: idSchema.nullable().exactOptional(),
  rule: ruleView.pipe(ruleSchema).nullable().exactOptional(),
  position: z.int().min(0).max(999_999).exactOptional(),
})

export const folderOperations = [
  operation({
    name: 'folders.list',
    method: 'GET',
    path: '/inbox/folders',
    role: 'viewer',
    summary: 'All folders, with how many conversations of each status they hold',
    status: 200,
    input: z.object({}),
    output: listOf(folderViewSchema),
    handler: async ({ tenant }) => ({ items: await tenant.folders.list() }),
  }),
  operation({
    name: 'folders.create',
    method: 'POST',
    path: '/inbox/folders',
    role: 'admin',
    summary: 'Create a folder',
    status: 201,
    input: z.object({ body: folderBody }),
    output: folderSchema,
    once: true,
    handler: ({ tenant, actor, body }) => tenant.folders.create(body, actor),
  }),
  operation({
    name: 'folders.update',
    method: 'PATCH',
    path: '/inbox/folders/{id}',
    role: 'admin',
    summary: 'Rename a folder, move it, or change its rule',
    status: 200,
    input: z.object({
      params: idParams,
      body: folderBody.extend({ name: nameSchema.exactOptional() }),
    }),
    output: folderSchema,
    handler: ({ tenant, actor, params, body }) => tenant.folders.update(params.id, body, actor),
  }),
  operation({
    name: 'folders.remove',
    method: 'DELETE',
    path: '/inbox/folders/{id}',
    role: 'admin',
    summary: 'Remove a folder; its conversations move to its parent, or to the inbox',
    status: 204,
    input: z.object({ params: idParams }),
    output: 'nothing',
    handler: ({ tenant, actor, params }) => tenant.folders.remove(params.id, actor),
  }),
] as const
