import type { ReactElement } from 'react'
import { useSession } from '../api/session.ts'
import { FolderList } from '../folders/folder-list.tsx'
import { StatusFilters } from '../folders/status-filters.tsx'
import { useWords } from '../language/language.ts'
import { MailboxSection } from '../mailboxes/mailbox-section.tsx'
import { OutgoingLinks } from '../sending/outgoing-links.tsx'
import { goTo } from '../state/location.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { SettingsMenu } from './settings-menu.tsx'

interface Props {
  readonly className: string
  readonly connected: boolean
  readonly onHelp: () => void
}

/** Folders, filters and mailboxes. */
export function FolderPane({ className, connected, onHelp }: Props): ReactElement {
  const words = useWords()
  const { data: session } = useSession()
  return (
    <aside
      id="folders"
      tabIndex={-1}
      aria-label={words.folders.title}
      className={`flex min-h-0 flex-col outline-none ${className}`}
    >
      <div className="flex min-h-13 items-center gap-2.5 py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <p className="font-bold text-body leading-5 tracking-tight">Guichet</p>
          <p className="truncate text-muted text-small">
            {session === undefined
              ? '\u00a0'
              : [session.tenant, session.user.name].filter(Boolean).join(' · ')}
          </p>
        </div>
        <SettingsMenu onHelp={onHelp} />
        <IconButton
          icon="back"
          label={words.thread.backToList}
          className="narrow:hidden"
          onClick={() => goTo({ showsFolders: false })}
        />
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto pt-2 pb-4">
        <FolderList />
        <OutgoingLinks />
        <StatusFilters />
        <MailboxSection />
      </div>
      {!connected && <p className="border-t bg-caution-soft px-4 py-2 text-small">{words.app.offline}</p>}
    </aside>
  )
}
