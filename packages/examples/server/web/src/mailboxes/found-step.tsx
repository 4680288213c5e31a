import type { ReactElement } from 'react'
import type { Candidate } from '../api/accounts.ts'
import type { Problem } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { preferences } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { passwordRefused } from './connect-fields.tsx'
import type { ImapForm } from './imap-form.ts'

interface Props {
  readonly form: ImapForm
  readonly candidate: Candidate
  readonly problem: Problem | null
  readonly onChange: (form: ImapForm) => void
  /** Leaves for the provider's page. */
  readonly onSignIn: (provider: string) => void
}

/** An address whose settings are known: only the proof of owning it is missing. */
export function FoundStep({ form, candidate, problem, onChange, onSignIn }: Props): ReactElement {
  const words = useWords()
  const { logins, signIn, provider } = candidate
  const takesPassword = logins.some((login) => login !== 'oauth2')
  const isAppPassword = takesPassword && !logins.includes('password')
  return (
    <>
      <Findings candidate={candidate} />
      {signIn !== null && (
        <div className="flex flex-col items-start gap-1.5">
          <Button tone="primary" onClick={() => onSignIn(signIn)}>
            {signIn === 'google' ? words.account.signInAt.google : words.account.signInAt.microsoft}
          </Button>
          <p className="text-muted text-small">{words.account.signInHint}</p>
          {takesPassword && <p className="mt-2 font-medium">{words.account.orPassword}</p>}
        </div>
      )}
      {takesPassword && (
        <>
          <TextField
            label={isAppPassword ? words.account.appPassword : words.connect.password}
            type="password"
            required
            autoComplete="new-password"
            value={form.password}
            error={passwordRefused(problem, words.connect.passwordRefused)}
            onChange={(password) => onChange({ ...form, password })}
          />
          <TextField
            label={words.connect.name}
            hint={words.connect.nameHint}
            value={form.name}
            onChange={(name) => onChange({ ...form, name })}
          />
        </>
      )}
      {!takesPassword && signIn === null && (
        <p role="alert" className="font-medium text-danger">
          {words.account.signInMissing(provider?.name ?? candidate.settings.host)}
        </p>
      )}
    </>
  )
}

function Findings({ candidate }: { readonly candidate: Candidate }): ReactElement {
  const words = useWords().account
  const { language } = useStore(preferences)
  const { provider, settings, source } = candidate
  const unknown = source === 'guess' ? words.guessed : words.foundServers
  const place = ({ host, port }: { readonly host: string; readonly port: number }) => `${host}:${port}`
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium">{provider === null ? unknown : words.found(provider.name)}</p>
      {provider?.remarks && <p>{provider.remarks[language]}</p>}
      <p className="wrap-anywhere text-muted text-small">
        {words.servers(place(settings), place(settings.smtp))}
      </p>
      {provider?.helpUrl && (
        <a href={provider.helpUrl} target="_blank" rel="noreferrer" className="text-small underline">
          {words.help(provider.name)}
        </a>
      )}
    </div>
  )
}
