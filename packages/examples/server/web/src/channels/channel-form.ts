import type { IntegrationInput, TextTemplate } from '../api/types.ts'
import { type ChannelField, type FormKind, kindFields } from './channel-kinds.ts'

/** What the form holds: text as it is typed, by the path of its field. */
export interface ChannelForm {
  readonly name: string
  readonly values: Readonly<Record<string, string>>
  /** Of WhatsApp: what may be sent at any time. */
  readonly templates: readonly TextTemplate[]
  /** Settings that the form does not show, and gives back as they are. */
  readonly rest: Readonly<Record<string, unknown>>
}

export const emptyChannelForm: ChannelForm = { name: '', values: {}, templates: [], rest: {} }

/** The form of a channel that is connected; its secrets stay where they are, and empty here. */
export function formOfChannel(kind: FormKind, name: string, settings: unknown): ChannelForm {
  const { templates, ...known } = isRecord(settings) ? settings : {}
  const shown = fieldsOf(kind).flatMap(({ path }) => (path.startsWith('settings.') ? [nameIn(path)] : []))
  const values = shown.map((field) => [`settings.${field}`, textOf(known[field])])
  const rest = Object.entries(known).filter(([field]) => !shown.includes(field))
  return {
    name,
    values: Object.fromEntries(values),
    templates: Array.isArray(templates) ? templates.filter(isTemplate) : [],
    rest: Object.fromEntries(rest),
  }
}

/** The channel as the API wants it; what is left empty is left out. `made` is a secret that was made here. */
export function inputOfForm(kind: FormKind, form: ChannelForm, made: string | null): IntegrationInput {
  const settings = filled(kind, form, 'settings.')
  const templates = kind === 'vonage-whatsapp' ? { templates: form.templates.map(trimmed) } : {}
  return {
    type: kind,
    name: form.name.trim() || form.values[namingField(kind)]?.trim() || kind,
    settings: { ...form.rest, ...settings, ...templates },
    secrets: made === null ? filled(kind, form, 'secrets.') : { signingSecrets: [made] },
  }
}

/** What names a channel to which nobody gave a name. */
function namingField(kind: FormKind): string {
  return kind === 'webhook' ? 'settings.address' : 'settings.number'
}

/** Every name under which the API may complain about a field. */
export function fieldNames(kind: FormKind): readonly string[] {
  return ['name', ...fieldsOf(kind).flatMap(({ path }) => [path, nameIn(path)])]
}

export function nameIn(path: string): string {
  return path.replace(/^(settings|secrets)\./, '')
}

function fieldsOf(kind: FormKind): readonly ChannelField[] {
  return kindFields[kind].flatMap(({ fields }) => fields)
}

function filled(kind: FormKind, { values }: ChannelForm, prefix: string): Record<string, string> {
  const entries = fieldsOf(kind).flatMap(({ path }) => {
    const value = values[path]?.trim() ?? ''
    return path.startsWith(prefix) && value !== '' ? [[nameIn(path), value] as const] : []
  })
  return Object.fromEntries(entries)
}

function trimmed({ name, language, text }: TextTemplate): TextTemplate {
  return { name: name.trim(), language: language.trim(), text: text.trim() }
}

function isTemplate(value: unknown): value is TextTemplate {
  return isRecord(value) && ['name', 'language', 'text'].every((field) => typeof value[field] === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
