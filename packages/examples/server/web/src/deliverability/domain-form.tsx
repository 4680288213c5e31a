import { type FormEvent, type ReactElement, useState } from 'react'
import type { Signers } from '../api/deliverability.ts'
import { useIntegrations } from '../api/integrations.ts'
import type { Problem } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { goTo, placeAfter, usePlace } from '../state/location.ts'
import { Button } from '../ui/button.tsx'
import { Link } from '../ui/link.tsx'
import { TextField } from '../ui/text-field.tsx'
import { domainsOf } from './domains-of.ts'
import { SenderChoices } from './sender-choices.tsx'

interface Props {
  readonly chosen: string
  readonly signers: Signers
  readonly problem: Problem | null
  readonly onSigners: (signers: Signers) => void
  readonly onAgain: () => void
}

/** Which domain to look at, typed or chosen among those of the mailboxes, and what is known of who signs its mail. */
export function DomainForm({ chosen, signers, problem, onSigners, onAgain }: Props): ReactElement {
  const words = useWords().deliverability
  const [domain, setDomain] = useState(chosen)
  const [selectors, setSelectors] = useState(signers.selectors.join(', '))
  const asked = domain.trim()
  const named = namesIn(selectors)
  const isSame = asked === chosen && named.join() === signers.selectors.join()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isSame) return onAgain()
    onSigners({ ...signers, selectors: named })
    goTo({ page: 'deliverability', chosen: asked })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex items-start gap-2">
        <TextField
          label={words.domain}
          hint={words.domainHint}
          required
          maxLength={320}
          {...asTyped}
          value={domain}
          error={isAbout(problem, 'domain') ? <span>{words.noDomain}</span> : null}
          onChange={setDomain}
          className="flex-1"
        />
        <Button type="submit" tone="primary" className="mt-6 min-h-8">
          {asked !== '' && isSame ? words.again : words.check}
        </Button>
      </div>
      <Domains chosen={chosen} />
      <details open={isAbout(problem, 'selectors') || undefined} className="mt-1">
        <summary className="min-h-6 w-fit font-medium text-muted">{words.more}</summary>
        <div className="mt-2 flex flex-col gap-3">
          <SenderChoices
            chosen={signers.senders}
            onChange={(senders) => onSigners({ ...signers, senders })}
          />
          <TextField
            label={words.selectors}
            hint={words.selectorsHint}
            maxLength={500}
            {...asTyped}
            value={selectors}
            error={isAbout(problem, 'selectors') ? <span>{words.noSelector}</span> : null}
            onChange={setSelectors}
          />
        </div>
      </details>
    </form>
  )
}

const asTyped = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const

function isAbout(problem: Problem | null, field: 'domain' | 'selectors'): boolean {
  return problem?.code === 'invalid-input' && problem.detail.startsWith(field)
}

function namesIn(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((name) => name !== '')
}

function Domains({ chosen }: Pick<Props, 'chosen'>): ReactElement | null {
  const words = useWords().deliverability
  const place = usePlace()
  const { data: integrations = [] } = useIntegrations()
  const domains = domainsOf(integrations)
  if (domains.length === 0) return null
  return (
    <nav aria-label={words.yours} className="flex flex-wrap items-center gap-2">
      <span className="text-muted text-small">{words.yours}</span>
      {domains.map((one) => (
        <Link
          key={one}
          to={placeAfter(place, { page: 'deliverability', chosen: one })}
          aria-current={one === chosen ? 'page' : undefined}
          className={`rounded-full border px-2.5 py-0.5 hover:bg-hover ${one === chosen ? 'border-accent bg-accent-soft font-medium' : 'bg-surface'}`}
        >
          {one}
        </Link>
      ))}
    </nav>
  )
}
