import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type { FoldersApi } from '../inbox-api.ts'
import { type Folder, type FolderInput, ruleSchema } from '../model/folder.ts'
import type { Actor } from '../model/tenant.ts'
import { cleanText, foldText } from '../model/text.ts'
import type { Transaction } from '../ports/storage.ts'
import { tenantFolders } from '../system-folders.ts'
import { validate } from '../validate.ts'
import { type ApiContext, eventNow, systemActor, within } from './api-context.ts'
import { found } from './find.ts'

const inputSchema = z.strictObject({
  name: z.string().trim().min(1, 'a folder needs a name').max(80, 'a folder name has at most 80 characters'),
  parentId: z.string().nullable().optional(),
  rule: ruleSchema.nullable().optional(),
  position: z.int().min(0).max(999_999).optional(),
})

export function foldersApi(ctx: ApiContext): FoldersApi {
  return {
    list: () =>
      within(ctx, async (tx) => {
        const folders = await tenantFolders(tx)
        const counts = await tx.folders.counts()
        return folders.map((folder) => ({ ...folder, counts: counts.get(folder.id) ?? {} }))
      }),
    create: (input, actor = systemActor) => within(ctx, (tx) => create(tx, ctx, input, actor)),
    update: (id, changes, actor = systemActor) =>
      within(ctx, (tx) => update(tx, ctx, id, { changes, actor })),
    remove: (id, actor = systemActor) => within(ctx, (tx) => remove(tx, ctx, id, actor)),
  }
}

async function create(tx: Transaction, ctx: ApiContext, input: FolderInput, actor: Actor): Promise<Folder> {
  const { name, parentId = null, rule = null, position } = validate(inputSchema, input)
  const folders = await tenantFolders(tx)
  const own = folders.filter((one) => !one.system)
  const folder: Folder = {
    id: ctx.clock.newId(),
    key: freeKey(name, folders),
    name: cleanText(name, 80),
    parentId,
    // Behind those that exist: an older rule keeps its precedence.
    position: position ?? Math.max(0, ...own.map((one) => one.position + 1)),
    rule,
    system: false,
  }
  assertTree(folder, folders)
  assertNameFree(folder, folders)
  await tx.folders.insertMissing([folder])
  await tx.events.append([eventNow(ctx, { type: 'folder.changed', actor, data: { folderId: folder.id } })])
  // Another process may have taken the key a moment ago.
  if ((await tx.folders.get(folder.id)) === null) throw taken(folder.name)
  return folder
}

interface Update {
  readonly changes: Partial<FolderInput>
  readonly actor: Actor
}

async function update(
  tx: Transaction,
  ctx: ApiContext,
  id: string,
  { changes, actor }: Update,
): Promise<Folder> {
  const given = validate(inputSchema.partial(), changes)
  const before = await found('folder', id, tx.folders.get)
  if (
    before.system &&
    (given.parentId !== undefined || given.position !== undefined || given.rule !== undefined)
  ) {
    throw new GuichetError('conflict', `${before.name} is a system folder: only its name can be changed`)
  }
  const after: Folder = {
    ...before,
    name: given.name === undefined ? before.name : cleanText(given.name, 80),
    parentId: given.parentId === undefined ? before.parentId : given.parentId,
    rule: given.rule === undefined ? before.rule : given.rule,
    position: given.position ?? before.position,
  }
  const folders = await tenantFolders(tx)
  assertTree(after, folders)
  assertNameFree(after, folders)
  await tx.folders.update(after)
  await tx.events.append([eventNow(ctx, { type: 'folder.changed', actor, data: { folderId: id } })])
  return after
}

async function remove(tx: Transaction, ctx: ApiContext, id: string, actor: Actor): Promise<void> {
  const folder = await found('folder', id, tx.folders.get)
  if (folder.system)
    throw new GuichetError('conflict', `${folder.name} is a system folder and cannot be removed`)
  const folders = await tenantFolders(tx)
  const heir = folders.find((one) => one.id === folder.parentId) ?? folders.find((one) => one.key === 'inbox')
  if (heir !== undefined) await tx.folders.moveConversations(folder.id, heir.id)
  await tx.folders.remove(folder.id)
  await tx.events.append([eventNow(ctx, { type: 'folder.changed', actor, data: { folderId: id } })])
}

/** Throws `invalid-input` when the parent does not exist or the folder would stand inside itself. */
function assertTree(folder: Folder, folders: readonly Folder[]): void {
  const byId = new Map(folders.map((one) => [one.id, one]))
  const wrong = (why: string) => new GuichetError('invalid-input', `parentId: ${why}`, { field: 'parentId' })
  let parentId = folder.parentId
  for (let depth = 0; parentId !== null; depth += 1) {
    if (parentId === folder.id) throw wrong('a folder cannot stand inside itself')
    const parent = byId.get(parentId)
    if (parent === undefined) throw wrong('there is no such folder')
    if (depth >= 8) throw wrong('folders can be nested eight deep')
    parentId = parent.parentId
  }
}

/** Two folders of one name side by side could not be told apart. */
function assertNameFree(folder: Folder, folders: readonly Folder[]): void {
  const isTwin = (one: Folder) =>
    one.parentId === folder.parentId && foldText(one.name) === foldText(folder.name)
  if (folders.some((one) => one.id !== folder.id && isTwin(one))) throw taken(folder.name)
}

/** The name in letters that a URL can hold, numbered when it is taken. */
function freeKey(name: string, folders: readonly Folder[]): string {
  const plain =
    foldText(name)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'folder'
  const keys = new Set(folders.map((folder) => folder.key))
  for (let number = 1; number <= folders.length + 1; number += 1) {
    const key = number === 1 ? plain : `${plain}-${number}`
    if (!keys.has(key)) return key
  }
  throw taken(name)
}

function taken(name: string): GuichetError {
  return new GuichetError('conflict', `there is a folder ${name} already`, { field: 'name' })
}
