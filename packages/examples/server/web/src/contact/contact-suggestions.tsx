import { type ReactElement, useState } from 'react'
import {
  useContactSearch,
  useContactSuggestions,
  useMergeContact,
  useUnmergeContact,
} from '../api/contacts.ts'
import { problemOf } from '../api/problem.ts'
import type { Contact, ContactSuggestion } from '../api/types.ts'
import type { Dictionary } from '../language/french.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'
import { ContactSection } from './contact-section.tsx'
import { contactName, OtherContact } from './other-contact.tsx'

interface Props {
  readonly contact: Contact
  readonly onMerged: () => void
}

/** Who may be the same person, and anybody else a person knows to be: merging can be undone. */
export function ContactSuggestions({ contact, onMerged }: Props): ReactElement {
  const words = useWords()
  const [search, setSearch] = useState('')
  const { data: suggestions = [] } = useContactSuggestions(contact.id)
  const { data: found } = useContactSearch(search)
  const merge = useMergeContact(contact.id)
  const unmerge = useUnmergeContact()
  const others = (found ?? []).filter(({ id }) => id !== contact.id)

  const mergeWith = (other: Contact) =>
    merge.mutate(other.id, {
      onSuccess: ({ mergeId }) => {
        // The notice that undoes it is outside of a dialog.
        onMerged()
        notify(words.contact.merged(contactName(other)), { undo: () => unmerge.mutate(mergeId) })
      },
    })
  const button = (other: Contact) => (
    <Button
      aria-label={words.contact.mergeWith(contactName(other))}
      disabled={merge.isPending}
      onClick={() => mergeWith(other)}
    >
      {words.contact.merge}
    </Button>
  )
  return (
    <>
      {suggestions.length > 0 && (
        <ContactSection title={words.contact.suggestions}>
          <ul className="flex flex-col gap-1.5">
            {suggestions.map((suggestion) => (
              <OtherContact
                key={suggestion.contact.id}
                {...suggestion.contact}
                because={reasonOf(suggestion, words)}
              >
                {button(suggestion.contact)}
              </OtherContact>
            ))}
          </ul>
        </ContactSection>
      )}
      <ContactSection title={words.contact.find}>
        <TextField label={words.contact.findHint} type="search" value={search} onChange={setSearch} />
        {found !== undefined && others.length === 0 && <p className="text-muted">{words.contact.nobody}</p>}
        <ul className="flex flex-col gap-1.5">
          {others.map((other) => (
            <OtherContact key={other.id} {...other}>
              {button(other)}
            </OtherContact>
          ))}
        </ul>
        {merge.error !== null && <ProblemNote problem={problemOf(merge.error)} />}
      </ContactSection>
    </>
  )
}

function reasonOf({ reasons }: ContactSuggestion, words: Dictionary): string {
  return reasons.map(({ likeness, evidence }) => words.contact.reasons[likeness](evidence)).join(' ; ')
}
