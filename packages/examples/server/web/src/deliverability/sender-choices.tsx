import type { ReactElement } from 'react'
import type { KnownSender } from '../api/types.ts'
import { useWords } from '../language/language.ts'

/** By the names under which the API knows them; a new one does not compile until it is here. */
const names: Readonly<Record<KnownSender, string>> = {
  'google-workspace': 'Google Workspace',
  'microsoft-365': 'Microsoft 365',
  ovh: 'OVHcloud',
  sendgrid: 'SendGrid',
  ses: 'Amazon SES',
}
const senders = Object.keys(names) as readonly KnownSender[]

interface Props {
  readonly chosen: readonly KnownSender[]
  readonly onChange: (chosen: readonly KnownSender[]) => void
}

/** What sends mail of the domain besides its own servers. */
export function SenderChoices({ chosen, onChange }: Props): ReactElement {
  const words = useWords().deliverability
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">{words.senders}</legend>
      <p className="text-muted text-small">{words.sendersHint}</p>
      <div className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1">
        {senders.map((sender) => (
          <label key={sender} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              className="size-4"
              checked={chosen.includes(sender)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, sender] : chosen.filter((one) => one !== sender))
              }
            />
            {names[sender]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
