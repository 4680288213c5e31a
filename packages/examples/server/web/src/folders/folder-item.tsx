import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { placeAfter, usePlace } from '../state/location.ts'
import { Counter } from '../ui/counter.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Link } from '../ui/link.tsx'
import { type FolderNode, folderName, needsWork } from './folder-tree.ts'
import { navItemStyle } from './nav-item-style.ts'

const icons: Readonly<Record<string, IconName>> = {
  inbox: 'inbox',
  newsletters: 'newsletters',
  automatic: 'automatic',
}
const indents = ['pl-2.5', 'pl-6', 'pl-9', 'pl-12'] as const

interface Props {
  readonly node: FolderNode
  /** Absent for people who may not change folders. */
  readonly onEdit: ((id: string) => void) | undefined
}

/** A folder, its counter, and the folders in it. */
export function FolderItem({ node, onEdit }: Props): ReactElement {
  const words = useWords()
  const place = usePlace()
  const { folder, depth, children } = node
  const current = place.page === null && [folder.key, folder.id].includes(place.folder)
  const name = folderName(folder, words)
  return (
    <li>
      <div className="group relative flex items-center">
        <Link
          to={placeAfter(place, { folder: folder.key, conversation: null })}
          aria-current={current ? 'page' : undefined}
          className={`${navItemStyle(current)} ${indents[Math.min(depth, 3)]}`}
        >
          <Icon
            name={(folder.system ? icons[folder.key] : undefined) ?? 'folder'}
            className={current ? '' : 'text-muted'}
          />
          <span className="truncate">{name}</span>
          <Counter count={needsWork(folder)} />
        </Link>
        {onEdit !== undefined && !folder.system && (
          <IconButton
            icon="edit"
            label={words.folders.editNamed(name)}
            onClick={() => onEdit(folder.id)}
            className="absolute right-0 bg-canvas opacity-0 focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:static pointer-coarse:opacity-100"
          />
        )}
      </div>
      {children.length > 0 && (
        <ul className="mt-px flex flex-col gap-px">
          {children.map((child) => (
            <FolderItem key={child.folder.id} node={child} onEdit={onEdit} />
          ))}
        </ul>
      )}
    </li>
  )
}
