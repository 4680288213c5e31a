import type { ReactElement } from 'react'
import type { FolderView } from '../api/types.ts'
import { folderName, needsWork } from '../folders/folder-tree.ts'
import { useWords } from '../language/language.ts'
import { allFolders, defaultStatus, goTo, usePlace } from '../state/location.ts'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { statusName } from '../ui/status-name.ts'

/** Which folder this is, how much work is in it, and the filter that hides the rest. */
export function ListHeader({ folder }: { readonly folder: FolderView | undefined }): ReactElement {
  const words = useWords()
  const { folder: key, status } = usePlace()
  const name =
    folder === undefined ? (key === allFolders ? words.folders.all : key) : folderName(folder, words)
  const work = folder === undefined ? 0 : needsWork(folder)
  return (
    <header className="flex min-h-13 items-center gap-2 border-b py-2 pr-3 pl-4 max-narrow:pl-2">
      <IconButton
        icon="menu"
        label={words.list.showFolders}
        className="narrow:hidden"
        onClick={() => goTo({ showsFolders: true, conversation: null })}
      />
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-semibold text-body leading-5">{name}</h2>
        {work > 0 && <p className="text-muted text-small">{words.folders.needWork(work)}</p>}
      </div>
      {status !== defaultStatus && (
        <button
          type="button"
          title={words.status.clearFilter(statusName(status, words))}
          aria-label={words.status.clearFilter(statusName(status, words))}
          onClick={() => goTo({ status: defaultStatus })}
          className="flex min-h-6 items-center gap-1 rounded-full border bg-canvas py-0.5 pr-1.5 pl-2 text-small hover:bg-hover"
        >
          <StatusMark status={status} />
          {statusName(status, words)}
          <Icon name="close" className="size-3.5 text-muted" />
        </button>
      )}
    </header>
  )
}
