import { type ReactElement, useState } from 'react'
import { useFolders } from '../api/folders.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import { useWords } from '../language/language.ts'
import { FolderDialog } from '../layout/fetched-dialogs.ts'
import { allFolders, placeAfter, usePlace } from '../state/location.ts'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Link } from '../ui/link.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { FolderItem } from './folder-item.tsx'
import { folderTree } from './folder-tree.ts'
import { navItemStyle } from './nav-item-style.ts'
import { PaneSection } from './pane-section.tsx'

/** Every folder with what needs work in it. */
export function FolderList(): ReactElement {
  const words = useWords()
  const place = usePlace()
  const { data: folders, error } = useFolders()
  const { canManage } = usePermissions()
  // `new` opens the empty form; null closes it.
  const [edited, setEdited] = useState<string | null>(null)
  const everything = place.page === null && place.folder === allFolders
  return (
    <PaneSection
      title={words.folders.title}
      action={
        canManage && <IconButton icon="plus" label={words.folders.create} onClick={() => setEdited('new')} />
      }
    >
      {error !== null && <ProblemNote problem={problemOf(error)} />}
      <nav aria-label={words.folders.title}>
        <ul className="flex flex-col gap-px">
          {folderTree(folders ?? []).map((node) => (
            <FolderItem key={node.folder.id} node={node} onEdit={canManage ? setEdited : undefined} />
          ))}
          <li className="flex">
            <Link
              to={placeAfter(place, { folder: allFolders, conversation: null })}
              aria-current={everything ? 'page' : undefined}
              className={`${navItemStyle(everything)} pl-2.5`}
            >
              <Icon name="all" className={everything ? '' : 'text-muted'} />
              <span className="truncate">{words.folders.all}</span>
            </Link>
          </li>
        </ul>
      </nav>
      {edited !== null && (
        <FolderDialog
          folder={folders?.find((folder) => folder.id === edited) ?? null}
          folders={folders ?? []}
          onClose={() => setEdited(null)}
        />
      )}
    </PaneSection>
  )
}
