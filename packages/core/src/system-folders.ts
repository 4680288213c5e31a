import { createHash } from 'node:crypto'
import { type Folder, type SystemFolderKey, systemFolderKeys } from './model/folder.ts'
import type { TenantId } from './model/tenant.ts'
import type { Transaction } from './ports/storage.ts'

/** Shown where the interface has no name of its own for them. */
const names: Record<SystemFolderKey, string> = {
  inbox: 'Inbox',
  newsletters: 'Newsletters',
  automatic: 'Automatic mail',
}

/** A tenant's folders by position; the first call in a tenant makes its system folders. */
export async function tenantFolders(tx: Transaction): Promise<readonly Folder[]> {
  const folders = await tx.folders.list()
  if (systemFolderKeys.every((key) => folders.some((folder) => folder.key === key))) return folders
  await tx.folders.insertMissing(systemFolderKeys.map((key, index) => systemFolder(tx.tenant, key, index)))
  return tx.folders.list()
}

function systemFolder(tenant: TenantId, key: SystemFolderKey, index: number): Folder {
  // After every folder that people make: rules are tried in order and these have none.
  const position = 1_000_000 + index
  return {
    id: derivedId(tenant, key),
    key,
    name: names[key],
    parentId: null,
    position,
    rule: null,
    system: true,
  }
}

/** A UUID (version 8, RFC 9562) derived from its cause: two processes that make it at once make the same one. */
function derivedId(tenant: TenantId, key: SystemFolderKey): string {
  const hex = createHash('sha256').update(`guichet folder|${tenant}|${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
