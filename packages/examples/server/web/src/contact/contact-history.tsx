import type { ReactElement } from 'react'
import { useContactHistory } from '../api/contacts.ts'
import { useWords } from '../language/language.ts'
import { allFolders, goTo } from '../state/location.ts'
import { linesOf } from '../ui/conversation-title.ts'
import { Time } from '../ui/time.tsx'
import { ContactSection } from './contact-section.tsx'

interface Props {
  readonly contactId: string
  readonly conversationId: string
  readonly onOpen: () => void
}

/** Everything that was said with a contact, whatever the channel, latest first. */
export function ContactHistory({ contactId, conversationId, onOpen }: Props): ReactElement {
  const words = useWords()
  const { data: conversations = [] } = useContactHistory(contactId)
  const isAlone = conversations.length === 1 && conversations[0]?.id === conversationId
  const open = (id: string) => {
    onOpen()
    goTo({ folder: allFolders, status: 'all', conversation: id })
  }
  return (
    <ContactSection title={words.contact.history}>
      {isAlone && <p className="text-muted">{words.contact.noHistory}</p>}
      <ul className="flex flex-col">
        {(isAlone ? [] : conversations).map((one) => (
          <li key={one.id}>
            <button
              type="button"
              disabled={one.id === conversationId}
              onClick={() => open(one.id)}
              className="flex w-full flex-wrap items-baseline gap-x-3 rounded-md px-3 py-1.5 text-left enabled:hover:bg-hover disabled:text-muted"
            >
              <span className="min-w-40 flex-1 truncate">{linesOf(one, words)[0]}</span>
              <span className="shrink-0 text-muted text-small">
                {one.id === conversationId ? words.contact.current : words.status.names[one.status]}
                <span aria-hidden="true"> · </span>
                {words.list.media[one.medium]}
                <span aria-hidden="true"> · </span>
                <Time short at={one.lastMessageAt} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </ContactSection>
  )
}
