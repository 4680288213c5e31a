import type { ReactElement } from 'react'
import type { Problem } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { TextField } from '../ui/text-field.tsx'
import { formErrorAt, type ImapForm, withSecurity, withSmtpSecurity } from './imap-form.ts'
import { ServerFields } from './server-fields.tsx'

interface Props {
  readonly form: ImapForm
  readonly problem: Problem | null
  readonly onChange: (form: ImapForm) => void
}

/** Who the mailbox is, where its mail is read, and where answers leave. */
export function ConnectFields({ form, problem, onChange }: Props): ReactElement {
  const words = useWords().connect
  const errorAt = (field: keyof ImapForm) => formErrorAt(problem, field)
  return (
    <>
      <IdentityFields form={form} problem={problem} onChange={onChange} />
      <ServerFields
        title={words.incoming}
        host={{ value: form.host, error: errorAt('host'), onChange: (host) => onChange({ ...form, host }) }}
        port={{ value: form.port, error: errorAt('port'), onChange: (port) => onChange({ ...form, port }) }}
        security={{
          value: form.security,
          error: errorAt('security'),
          onChange: (security) => onChange(withSecurity(form, security)),
        }}
      />
      <ServerFields
        title={words.outgoing}
        host={{
          value: form.smtpHost,
          error: errorAt('smtpHost'),
          onChange: (smtpHost) => onChange({ ...form, smtpHost }),
        }}
        port={{
          value: form.smtpPort,
          error: errorAt('smtpPort'),
          onChange: (smtpPort) => onChange({ ...form, smtpPort }),
        }}
        security={{
          value: form.smtpSecurity,
          error: errorAt('smtpSecurity'),
          onChange: (security) => onChange(withSmtpSecurity(form, security)),
        }}
      />
      <label className="-mt-2 flex items-center gap-2.5">
        <input
          type="checkbox"
          className="size-4"
          checked={form.smtpLogin}
          onChange={(event) => onChange({ ...form, smtpLogin: event.target.checked })}
        />
        {words.smtpLogin}
      </label>
    </>
  )
}

function IdentityFields({ form, problem, onChange }: Props): ReactElement {
  const words = useWords().connect
  const errorAt = (field: keyof ImapForm) => formErrorAt(problem, field)
  return (
    <fieldset className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      <legend className="mb-2 font-semibold text-muted text-small">{words.identity}</legend>
      <TextField
        label={words.address}
        type="email"
        required
        autoComplete="off"
        value={form.address}
        error={errorAt('address')}
        onChange={(address) => onChange({ ...form, address })}
      />
      <TextField
        label={words.password}
        hint={words.passwordHint}
        type="password"
        required
        autoComplete="new-password"
        value={form.password}
        error={errorAt('password') ?? passwordRefused(problem, words.passwordRefused)}
        onChange={(password) => onChange({ ...form, password })}
      />
      <TextField
        label={words.name}
        hint={words.nameHint}
        value={form.name}
        error={errorAt('name')}
        onChange={(name) => onChange({ ...form, name })}
      />
      <TextField
        label={words.username}
        hint={words.usernameHint}
        autoComplete="off"
        spellCheck={false}
        value={form.username}
        error={errorAt('username')}
        onChange={(username) => onChange({ ...form, username })}
      />
    </fieldset>
  )
}

/** The whole story stands above; at the field only that it is this one. */
export function passwordRefused(problem: Problem | null, sentence: string): ReactElement | null {
  const isRefused = problem?.problems.some(({ field }) => field === 'secrets.password') ?? false
  return isRefused ? <span>{sentence}</span> : null
}
