import type { ReactElement } from 'react'
import { useFolders } from '../api/folders.ts'
import { usePermissions } from '../api/session.ts'
import type { Conversation } from '../api/types.ts'
import { ContactButton } from '../contact/contact-button.tsx'
import { flattenTree, folderName, folderTree } from '../folders/folder-tree.ts'
import { useWords } from '../language/language.ts'
import { goTo, statuses } from '../state/location.ts'
import { buttonStyle } from '../ui/button.tsx'
import { ChoiceMenu } from '../ui/choice-menu.tsx'
import { hasTitle, titleOf } from '../ui/conversation-title.ts'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { MediumIcon } from '../ui/medium-icon.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { FilteredNote } from './filtered-note.tsx'
import { RearrangeMenu } from './rearrange-menu.tsx'
import { RemoveConversation } from './remove-conversation.tsx'
import type { ThreadActions } from './use-thread-actions.ts'

interface Props {
  readonly conversation: Conversation
  readonly actions: ThreadActions
}

/** What the conversation is about, with whom, and in which state. */
export function ThreadHeader({ conversation, actions }: Props): ReactElement {
  const words = useWords()
  const { canWrite } = usePermissions()
  const { medium, possiblyRelated } = conversation
  const isNamedByContact = !hasTitle(conversation)
  return (
    <header className="border-b bg-surface px-4 py-2 max-narrow:pl-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <IconButton
          icon="back"
          label={words.thread.backToList}
          className="narrow:hidden"
          onClick={() => goTo({ conversation: null })}
        />
        <div className="min-w-48 flex-1">
          <h2
            id="subject"
            className="line-clamp-2 wrap-anywhere font-semibold text-title"
            title={conversation.subject}
          >
            {isNamedByContact ? <ContactButton conversation={conversation} /> : titleOf(conversation, words)}
          </h2>
          <p className="flex min-w-0 items-center gap-1 text-muted text-small">
            {!isNamedByContact && (
              <>
                <ContactButton conversation={conversation} />
                <span aria-hidden="true">·</span>
              </>
            )}
            <MediumIcon medium={medium} />
            <span aria-hidden="true">{words.list.media[medium]}</span>
          </p>
        </div>
        {canWrite && <HeaderMenus conversation={conversation} actions={actions} />}
      </div>
      {canWrite && <FilteredNote conversation={conversation} actions={actions} />}
      {possiblyRelated !== null && (
        <p className="mt-2 flex items-center gap-2 rounded-md bg-caution-soft px-2.5 py-1 text-small">
          {words.thread.possiblyRelated}
          <button
            type="button"
            className="min-h-6 font-semibold underline underline-offset-2"
            onClick={() => goTo({ conversation: possiblyRelated })}
          >
            {words.thread.openRelated}
          </button>
        </p>
      )}
    </header>
  )
}

function HeaderMenus({ conversation, actions }: Props): ReactElement {
  const words = useWords()
  const { data: folders = [] } = useFolders()
  const { status, priority, folderId } = conversation
  const isUrgent = priority === 'urgent'
  const nodes = flattenTree(folderTree(folders))
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <button
        type="button"
        aria-pressed={isUrgent}
        onClick={actions.toggleUrgent}
        title={words.thread.markUrgent}
        aria-label={words.status.urgent}
        className={buttonStyle('outline')}
      >
        <Icon name="flag" className={isUrgent ? 'fill-current text-danger' : 'text-muted'} />
        {isUrgent && <span className="font-semibold text-danger">{words.status.urgent}</span>}
      </button>
      <ChoiceMenu
        title={words.thread.move}
        value={folderId}
        options={nodes.map(({ folder, depth }) => ({
          value: folder.id,
          label: folderName(folder, words),
          depth,
        }))}
        onChoose={actions.move}
        trigger={
          <button
            type="button"
            aria-label={words.thread.move}
            title={words.thread.move}
            className={buttonStyle('outline')}
          >
            <Icon name="move" className="text-muted" />
            <Icon name="chevron" className="size-3 text-muted" />
          </button>
        }
      />
      <ChoiceMenu
        title={words.status.title}
        value={status}
        options={statuses.map((value) => ({ value, label: words.status.names[value] }))}
        onChoose={(chosen) => {
          const next = statuses.find((value) => value === chosen)
          if (next !== undefined) actions.setStatus(next)
        }}
        trigger={
          <button
            type="button"
            aria-label={words.thread.changeStatus(words.status.names[status])}
            className={buttonStyle('outline')}
          >
            <StatusMark status={status} />
            {words.status.names[status]}
            <Icon name="chevron" className="size-3 text-muted" />
          </button>
        }
      />
      {status !== 'resolved' && (
        <button type="button" onClick={actions.resolve} className={buttonStyle('outline')}>
          <Icon name="check" className="text-accent" />
          {words.thread.resolve}
        </button>
      )}
      <RearrangeMenu conversation={conversation} />
      <RemoveConversation conversation={conversation} />
    </div>
  )
}
