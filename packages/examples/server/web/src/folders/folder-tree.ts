import type { FolderView } from '../api/types.ts'
import type { Dictionary } from '../language/french.ts'

export interface FolderNode {
  readonly folder: FolderView
  readonly depth: number
  readonly children: readonly FolderNode[]
}

/** Folders under their parents; one whose parent is missing stands at the top rather than nowhere. */
export function folderTree(folders: readonly FolderView[]): readonly FolderNode[] {
  const ids = new Set(folders.map((folder) => folder.id))
  const sorted = [...folders].sort(bySystemThenPosition)
  const under = (parentId: string | null, depth: number): readonly FolderNode[] =>
    sorted
      .filter(
        (folder) =>
          (folder.parentId !== null && ids.has(folder.parentId) ? folder.parentId : null) === parentId,
      )
      .map((folder) => ({ folder, depth, children: under(folder.id, depth + 1) }))
  return under(null, 0)
}

/** The tree as one list, parents before their children. */
export function flattenTree(nodes: readonly FolderNode[]): readonly FolderNode[] {
  return nodes.flatMap((node) => [node, ...flattenTree(node.children)])
}

/** How many conversations of a folder need work. */
export function needsWork(folder: FolderView): number {
  return (folder.counts.new ?? 0) + (folder.counts.open ?? 0)
}

/** System folders are called as the reader's language calls them. */
export function folderName(folder: FolderView, words: Dictionary): string {
  const names: Readonly<Record<string, string>> = words.folders.system
  return (folder.system ? names[folder.key] : undefined) ?? folder.name
}

function bySystemThenPosition(a: FolderView, b: FolderView): number {
  if (a.system !== b.system) return a.system ? -1 : 1
  if (a.system) return systemOrder.indexOf(a.key) - systemOrder.indexOf(b.key)
  return a.position - b.position || a.name.localeCompare(b.name)
}

const systemOrder = ['inbox', 'newsletters', 'automatic']
