import { ruleSchema } from '@guichet/core'
import { z } from 'zod'
import { type Operation, operation } from '../operation.ts'
import { idParams, idSchema } from '../schemas.ts'

const nameSchema = z.string().trim().min(1).max(80)

const folderBody = z.strictObject({
  name: nameSchema,
  parentId: idSchema.nullable().exactOptional(),
  rule: ruleSchema.nullable().exactOptional(),
  position: z.int().min(0).max(999_999).exactOptional(),
})

export const folderOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/inbox/folders',
    role: 'viewer',
    summary: 'All folders, with how many conversations of each status they hold',
    status: 200,
    input: z.object({}),
    handler: async ({ tenant }) => ({ items: await tenant.folders.list() }),
  }),
  operation({
    method: 'POST',
    path: '/inbox/folders',
    role: 'admin',
    summary: 'Create a folder',
    status: 201,
    input: z.object({ body: folderBody }),
    handler: ({ tenant, actor, body }) => tenant.folders.create(body, actor),
  }),
  operation({
    method: 'PATCH',
    path: '/inbox/folders/{id}',
    role: 'admin',
    summary: 'Rename a folder, move it, or change its rule',
    status: 200,
    input: z.object({
      params: idParams,
      body: folderBody.extend({ name: nameSchema.exactOptional() }),
    }),
    handler: ({ tenant, actor, params, body }) => tenant.folders.update(params.id, body, actor),
  }),
  operation({
    method: 'DELETE',
    path: '/inbox/folders/{id}',
    role: 'admin',
    summary: 'Remove a folder; its conversations move to its parent, or to the inbox',
    status: 204,
    input: z.object({ params: idParams }),
    handler: ({ tenant, actor, params }) => tenant.folders.remove(params.id, actor),
  }),
]
