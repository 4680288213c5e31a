import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type { PageOptions } from '../inbox-conversations.ts'
import type { Folder } from '../model/folder.ts'
import type { PageRequest } from '../ports/records.ts'
import type { Transaction } from '../ports/storage.ts'
import { tenantFolders } from '../system-folders.ts'
import { validate } from '../validate.ts'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * What the look-up finds, or `not-found`. Something that is not an id is not found either: callers learn
 * nothing from the difference.
 */
export async function found<Item>(
  kind: string,
  id: string,
  lookUp: (id: string) => Promise<Item | null>,
): Promise<Item> {
  const item = uuidPattern.test(id) ? await lookUp(id) : null
  if (item === null) throw new GuichetError('not-found', `there is no ${kind} with this id`)
  return item
}

/** A folder by key or id. Throws `invalid-input`: it is named in a query or a change, not in a path. */
export async function folderByKeyOrId(tx: Transaction, keyOrId: string): Promise<Folder> {
  const folders = await tenantFolders(tx)
  const folder = folders.find((one) => one.key === keyOrId || one.id === keyOrId)
  if (folder !== undefined) return folder
  throw new GuichetError(
    'invalid-input',
    `folder: there is no folder ${JSON.stringify(keyOrId.slice(0, 100))}`,
    {
      field: 'folder',
    },
  )
}

const limitSchema = z.int().min(1, 'at least 1').max(200, 'at most 200')

export function pageRequest(options: PageOptions = {}): PageRequest {
  return { cursor: options.cursor ?? null, limit: validate(limitSchema, options.limit ?? 50, 'limit') }
}
