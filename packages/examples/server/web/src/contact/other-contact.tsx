import type { ReactElement, ReactNode } from 'react'
import type { Contact } from '../api/types.ts'
import { phoneName } from '../language/phone-name.ts'

interface Props {
  readonly name: string
  readonly addresses: Contact['addresses']
  /** Why it is shown. */
  readonly because?: string
  readonly children: ReactNode
}

/** Another contact with what can be done about it. */
export function OtherContact({ name, addresses, because, children }: Props): ReactElement {
  return (
    <li className="flex items-center gap-3 rounded-lg border border-line px-3 py-2">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{contactName({ name, addresses })}</span>
        {name !== '' && (
          <span className="block wrap-anywhere text-muted text-small">
            {addresses.map(phoneName).join(', ')}
          </span>
        )}
        {because !== undefined && <span className="block wrap-anywhere text-small">{because}</span>}
      </span>
      {children}
    </li>
  )
}

/** What a contact is called. */
export function contactName({ name, addresses }: Pick<Contact, 'name' | 'addresses'>): string {
  return name || phoneName(addresses[0] ?? '')
}
