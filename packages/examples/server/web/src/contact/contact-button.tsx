import { type ReactElement, useState } from 'react'
import type { Conversation } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { ContactDialog } from '../layout/fetched-dialogs.ts'
import { contactOf } from '../ui/conversation-title.ts'

/** The name of whom a conversation is with; it opens what is known of them. Machines are no contact. */
export function ContactButton({ conversation }: { readonly conversation: Conversation }): ReactElement {
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  const { contactId } = conversation
  const name = contactOf(conversation)
  if (contactId === null) return <span className="truncate">{name}</span>
  return (
    <>
      <button
        type="button"
        aria-label={words.contact.open(name)}
        title={words.contact.open(name)}
        onClick={() => setOpen(true)}
        className="min-h-6 truncate font-medium underline decoration-dotted underline-offset-2 hover:text-ink"
      >
        {name}
      </button>
      {isOpen && (
        <ContactDialog
          contactId={contactId}
          conversationId={conversation.id}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
