import type { Candidate } from '../api/accounts.ts'
import { errorAt, type Problem } from '../api/problem.ts'
import type { IntegrationInput } from '../api/types.ts'

export const securities = ['tls', 'starttls', 'none'] as const
export type Security = (typeof securities)[number]

/** What the form holds: text as it is typed. */
export interface ImapForm {
  readonly address: string
  readonly name: string
  readonly password: string
  /** Empty: the address. */
  readonly username: string
  readonly host: string
  readonly port: string
  readonly security: Security
  readonly smtpHost: string
  readonly smtpPort: string
  readonly smtpSecurity: Security
  /** Off for servers inside a trusted network that let everybody send. */
  readonly smtpLogin: boolean
}

export const emptyImapForm: ImapForm = {
  address: '',
  name: '',
  password: '',
  username: '',
  host: '',
  port: '993',
  security: 'tls',
  smtpHost: '',
  smtpPort: '465',
  smtpSecurity: 'tls',
  smtpLogin: true,
}

const imapPorts: Readonly<Record<Security, string>> = { tls: '993', starttls: '143', none: '143' }
const smtpPorts: Readonly<Record<Security, string>> = { tls: '465', starttls: '587', none: '25' }

/** Choosing a security fills in its usual port, unless somebody typed another one. */
export function withSecurity(form: ImapForm, security: Security): ImapForm {
  return { ...form, security, port: form.port === imapPorts[form.security] ? imapPorts[security] : form.port }
}

export function withSmtpSecurity(form: ImapForm, smtpSecurity: Security): ImapForm {
  const isUsual = form.smtpPort === smtpPorts[form.smtpSecurity]
  return { ...form, smtpSecurity, smtpPort: isUsual ? smtpPorts[smtpSecurity] : form.smtpPort }
}

/** The integration as the API wants it. */
export function integrationOf(form: ImapForm): IntegrationInput {
  const address = form.address.trim()
  const name = form.name.trim()
  const username = form.username.trim()
  return {
    type: 'imap',
    name: name === '' ? address : name,
    settings: {
      address,
      name,
      host: form.host.trim(),
      port: Number(form.port),
      security: form.security,
      ...(username === '' ? {} : { username }),
      smtp: {
        host: form.smtpHost.trim(),
        port: Number(form.smtpPort),
        security: form.smtpSecurity,
        // Null: nobody logs in. Left out, the channel would offer the user name of the incoming server.
        username: form.smtpLogin ? (username === '' ? address : username) : null,
      },
    },
    secrets: { password: form.password },
  }
}

/** What was found, with what was typed: people may look at it and change it. */
export function formOfCandidate({ settings }: Candidate, typed: ImapForm): ImapForm {
  const { address, host, port, security, username = '', smtp } = settings
  return {
    ...typed,
    ...{ address, host, security, username, port: String(port) },
    ...{ smtpHost: smtp.host, smtpPort: String(smtp.port), smtpSecurity: smtp.security },
    smtpLogin: smtp.username !== null,
  }
}

/** Where the API says a form field is. */
const apiFields: Readonly<Partial<Record<keyof ImapForm, string>>> = {
  address: 'settings.address',
  name: 'settings.name',
  username: 'settings.username',
  password: 'secrets.password',
  host: 'settings.host',
  port: 'settings.port',
  security: 'settings.security',
  smtpHost: 'settings.smtp.host',
  smtpPort: 'settings.smtp.port',
  smtpSecurity: 'settings.smtp.security',
}

/** Every name under which the API may complain about a field of the form. */
export const formFields: readonly string[] = Object.values(apiFields).flatMap((field) => [
  field,
  shortName(field),
])

/** What the API found wrong with a form field. */
export function formErrorAt(problem: Problem | null, field: keyof ImapForm): string | null {
  const apiField = apiFields[field]
  if (apiField === undefined) return null
  return errorAt(problem, apiField) ?? errorAt(problem, shortName(apiField))
}

/** A channel complains about its settings without saying that they are settings. */
function shortName(apiField: string): string {
  return apiField.replace(/^(settings|secrets)\./, '')
}
