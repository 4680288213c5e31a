import type { ReactElement } from 'react'
import { useContactMerges, useUnmergeContact } from '../api/contacts.ts'
import { problemOf } from '../api/problem.ts'
import type { Contact } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { ContactSection } from './contact-section.tsx'
import { contactName, OtherContact } from './other-contact.tsx'

interface Props {
  readonly contact: Contact
  readonly canWrite: boolean
}

/** What was merged into a contact; each can be taken out again. */
export function ContactMerges({ contact, canWrite }: Props): ReactElement | null {
  const words = useWords()
  const { data: merges = [] } = useContactMerges(contact.id)
  const unmerge = useUnmergeContact()
  if (merges.length === 0) return null
  return (
    <ContactSection title={words.contact.merges}>
      <ul className="flex flex-col gap-1.5">
        {merges.map((merge) => (
          <OtherContact key={merge.id} name={merge.name} addresses={merge.addresses}>
            {canWrite && (
              <Button
                aria-label={words.contact.takeOutNamed(contactName(merge))}
                disabled={unmerge.isPending}
                onClick={() =>
                  unmerge.mutate(merge.id, {
                    onSuccess: (restored) => notify(words.contact.takenOut(contactName(restored))),
                  })
                }
              >
                {words.contact.takeOut}
              </Button>
            )}
          </OtherContact>
        ))}
      </ul>
      {unmerge.error !== null && <ProblemNote problem={problemOf(unmerge.error)} />}
    </ContactSection>
  )
}
