import { GuichetError } from '../../errors.ts'
import type { FolderCounts } from '../../model/folder.ts'
import type { FolderRecords } from '../../ports/records.ts'
import { countChange } from './folder-counters.ts'
import { compareText } from './page-of.ts'
import { copyOrNull, existingRow, insertRow, type MemoryContext, requireRow } from './tables.ts'

export function memoryFolders(context: MemoryContext): FolderRecords {
  const { journal } = context

  function keyOwner(key: string): string | undefined {
    return [...context.tables().folders.values()].find((folder) => folder.key === key)?.id
  }

  function isInUse(id: string): boolean {
    const { folders, folderCounts } = context.tables()
    return (
      (folderCounts.get(id)?.size ?? 0) > 0 || [...folders.values()].some(({ parentId }) => parentId === id)
    )
  }

  return {
    async insertMissing(folders) {
      const { folders: stored } = context.tables()
      for (const folder of folders) {
        if (keyOwner(folder.key) !== undefined) continue
        insertRow(context, stored, { key: folder.id, value: folder, name: 'folder' })
        if (folder.parentId !== null) requireRow(context, 'folders', folder.parentId)
      }
    },
    async list() {
      const all = [...context.tables().folders.values()]
      all.sort((a, b) => a.position - b.position || compareText(a.name, b.name))
      return structuredClone(all)
    },
    async get(id) {
      return copyOrNull(context.tables().folders.get(id))
    },
    async update(folder) {
      const { folders } = context.tables()
      existingRow(folders, folder.id, 'folder')
      const owner = keyOwner(folder.key)
      if (owner !== undefined && owner !== folder.id) {
        throw new GuichetError('conflict', `another folder has the key ${folder.key}`)
      }
      journal.set(folders, folder.id, structuredClone(folder))
      if (folder.parentId !== null) requireRow(context, 'folders', folder.parentId)
    },
    async remove(id) {
      const { folders } = context.tables()
      existingRow(folders, id, 'folder')
      if (isInUse(id)) throw new GuichetError('conflict', `folder ${id} holds conversations or folders`)
      journal.delete(folders, id)
    },
    async counts() {
      const counts = new Map<string, FolderCounts>()
      for (const [id, counters] of context.tables().folderCounts) {
        if (counters.size > 0) counts.set(id, Object.fromEntries(counters))
      }
      return counts
    },
    async moveConversations(fromFolderId, toFolderId) {
      const { conversations } = context.tables()
      const moving = [...conversations.values()].filter(({ folderId }) => folderId === fromFolderId)
      for (const conversation of moving) {
        const moved = { ...conversation, folderId: toFolderId, version: conversation.version + 1 }
        journal.set(conversations, moved.id, moved)
        countChange(context, conversation, moved)
        requireRow(context, 'folders', toFolderId)
      }
    },
  }
}
