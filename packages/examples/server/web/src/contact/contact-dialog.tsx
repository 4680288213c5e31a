import type { ReactElement } from 'react'
import { useContact } from '../api/contacts.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import { useWords } from '../language/language.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { ContactAddresses } from './contact-addresses.tsx'
import { ContactHistory } from './contact-history.tsx'
import { ContactMerges } from './contact-merges.tsx'
import { ContactName } from './contact-name.tsx'
import { ContactSuggestions } from './contact-suggestions.tsx'

interface Props {
  readonly contactId: string
  readonly conversationId: string
  readonly onClose: () => void
}

/** What is known of a contact: name, addresses, all conversations, and who may be the same person. */
export function ContactDialog({ contactId, conversationId, onClose }: Props): ReactElement {
  const words = useWords()
  const { canWrite } = usePermissions()
  const { data: contact, error } = useContact(contactId)
  return (
    <Dialog wide open title={words.contact.title} onClose={onClose}>
      <div className="flex min-h-0 flex-col gap-5 overflow-y-auto px-5 py-4">
        {error !== null && <ProblemNote problem={problemOf(error)} />}
        {contact === undefined ? (
          error === null && <p className="text-muted">{words.app.loading}</p>
        ) : (
          <>
            <ContactName contact={contact} canWrite={canWrite} />
            <ContactAddresses contact={contact} canWrite={canWrite} />
            <ContactHistory contactId={contact.id} conversationId={conversationId} onOpen={onClose} />
            {canWrite && <ContactSuggestions contact={contact} onMerged={onClose} />}
            <ContactMerges contact={contact} canWrite={canWrite} />
          </>
        )}
      </div>
    </Dialog>
  )
}
