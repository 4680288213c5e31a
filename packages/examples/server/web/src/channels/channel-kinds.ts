import type { Dictionary } from '../language/french.ts'

/** Kinds of channels that are connected with a form of their own, besides mailboxes. */
export const formKinds = ['vonage-sms', 'vonage-whatsapp', 'webhook'] as const
export type FormKind = (typeof formKinds)[number]

/** One thing that a channel must be told, under the name by which the API complains about it. */
export interface ChannelField {
  readonly path: string
  readonly words: keyof Dictionary['channels']['fields']
  readonly as: 'text' | 'url' | 'password' | 'pem' | readonly string[]
  readonly required?: true
}

export interface FieldGroup {
  readonly title: keyof Dictionary['channels']['groups']
  readonly fields: readonly ChannelField[]
}

const number: ChannelField = { path: 'settings.number', words: 'number', as: 'text', required: true }

const account: FieldGroup = {
  title: 'account',
  fields: [
    { path: 'settings.apiKey', words: 'apiKey', as: 'text', required: true },
    { path: 'secrets.apiSecret', words: 'apiSecret', as: 'password' },
  ],
}

const application: FieldGroup = {
  title: 'application',
  fields: [
    { path: 'settings.applicationId', words: 'applicationId', as: 'text' },
    { path: 'secrets.privateKey', words: 'privateKey', as: 'pem' },
  ],
}

const signatureSecret: ChannelField = {
  path: 'secrets.signatureSecret',
  words: 'signatureSecret',
  as: 'password',
  required: true,
}

/** What each kind asks for, in the order of its form. */
export const kindFields: Readonly<Record<FormKind, readonly FieldGroup[]>> = {
  'vonage-sms': [
    { title: 'number', fields: [number] },
    account,
    application,
    {
      title: 'callbacks',
      fields: [
        signatureSecret,
        {
          path: 'settings.signatureMethod',
          words: 'signatureMethod',
          as: ['md5hash', 'md5', 'sha1', 'sha256', 'sha512'],
        },
      ],
    },
  ],
  'vonage-whatsapp': [
    { title: 'number', fields: [number] },
    account,
    application,
    { title: 'callbacks', fields: [signatureSecret] },
  ],
  webhook: [
    {
      title: 'source',
      fields: [
        { path: 'settings.address', words: 'address', as: 'text', required: true },
        { path: 'settings.replyUrl', words: 'replyUrl', as: 'url' },
      ],
    },
  ],
}

/** Of a channel that is connected already. */
export function formKindOf(type: string): FormKind | null {
  return formKinds.find((kind) => kind === type) ?? null
}

/** The groups with what is asked for now; those with nothing left are away. */
export function shownGroups(kind: FormKind, asksSecrets: boolean): readonly FieldGroup[] {
  return kindFields[kind]
    .map(({ title, fields }) => ({
      title,
      fields: fields.filter(({ path }) => asksSecrets || !path.startsWith('secrets.')),
    }))
    .filter(({ fields }) => fields.length > 0)
}
