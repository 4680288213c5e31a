import { expect, test } from 'vitest'
import type { FolderView } from '../api/types.ts'
import { flattenTree, folderTree, needsWork } from './folder-tree.ts'

const folder = (id: string, changes: Partial<FolderView> = {}): FolderView => ({
  id,
  key: id,
  name: id,
  parentId: null,
  position: 0,
  rule: null,
  system: false,
  counts: {},
  ...changes,
})

const namesOf = (folders: readonly FolderView[]) =>
  flattenTree(folderTree(folders)).map(({ folder: { id }, depth }) => `${depth} ${id}`)

test('system folders come first, own folders by position, children under their parent', () => {
  const folders = [
    folder('late', { position: 9 }),
    folder('child', { parentId: 'late' }),
    folder('early', { position: 1 }),
    folder('automatic', { system: true }),
    folder('inbox', { system: true }),
  ]
  expect(namesOf(folders)).toEqual(['0 inbox', '0 automatic', '0 early', '0 late', '1 child'])
})

test('a folder whose parent is missing is still shown', () => {
  expect(namesOf([folder('orphan', { parentId: 'gone' })])).toEqual(['0 orphan'])
})

test('resolved conversations do not count as work', () => {
  expect(needsWork(folder('a', { counts: { new: 2, open: 3, resolved: 40 } }))).toBe(5)
})
