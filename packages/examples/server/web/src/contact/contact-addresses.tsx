import { type FormEvent, type ReactElement, useState } from 'react'
import { useAddAddress, useRemoveAddress } from '../api/contacts.ts'
import { problemOf } from '../api/problem.ts'
import type { Contact } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { phoneName } from '../language/phone-name.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'
import { ContactSection } from './contact-section.tsx'

interface Props {
  readonly contact: Contact
  readonly canWrite: boolean
}

/** Where a contact is reached. The last address stays: without one nothing would lead to it. */
export function ContactAddresses({ contact, canWrite }: Props): ReactElement {
  const words = useWords()
  const remove = useRemoveAddress(contact.id)
  const canRemove = canWrite && contact.addresses.length > 1
  const take = (address: string) =>
    remove.mutate(address, {
      onSuccess: () => notify(words.contact.addressRemoved(address)),
      onError: (error) => notify(words.problems[problemOf(error).code], { tone: 'danger' }),
    })
  return (
    <ContactSection title={words.contact.addresses}>
      <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
        {contact.addresses.map((address) => (
          <li key={address} className="flex min-h-9 items-center gap-2 py-1 pr-1 pl-3">
            <span className="min-w-0 flex-1 wrap-anywhere">{phoneName(address)}</span>
            {canRemove && (
              <IconButton
                icon="trash"
                label={words.contact.removeAddress(address)}
                disabled={remove.isPending}
                onClick={() => take(address)}
              />
            )}
          </li>
        ))}
      </ul>
      {canWrite && <AddAddress contact={contact} />}
    </ContactSection>
  )
}

function AddAddress({ contact }: { readonly contact: Contact }): ReactElement {
  const words = useWords()
  const [address, setAddress] = useState('')
  const add = useAddAddress(contact.id)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (address.trim() !== '') add.mutate(address.trim(), { onSuccess: () => setAddress('') })
  }
  return (
    <form onSubmit={submit} className="mt-1 flex flex-col gap-2">
      <TextField
        label={words.contact.addLabel}
        hint={words.contact.addHint}
        value={address}
        onChange={setAddress}
        maxLength={320}
        autoComplete="off"
      />
      <Button type="submit" className="self-start" disabled={add.isPending || address.trim() === ''}>
        {words.contact.add}
      </Button>
      {add.error !== null && <ProblemNote problem={problemOf(add.error)} />}
    </form>
  )
}
