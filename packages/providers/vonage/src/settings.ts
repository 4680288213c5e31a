import { z } from 'zod'
import { addressOf, isPhoneNumber } from './phone-number.ts'

/** How the `sig` of a legacy callback is made: an account setting at Vonage, and not in the request. */
export const signatureMethods = ['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const
export type SignatureMethod = (typeof signatureMethods)[number]

const regions = ['global', 'us', 'eu', 'ap'] as const

const e164 = z
  .string()
  .transform(addressOf)
  .refine(isPhoneNumber, 'number is our number in the international form, for instance +33612345678')

const smsNumber = z
  .string()
  .transform(addressOf)
  .refine(
    (number) => isPhoneNumber(number) || /^\d{3,8}$/.test(number) || isSenderName(number),
    'number is our number in the international form (+33612345678), a short code, or a sender name of at most 11 letters and digits',
  )

/** Senders that nobody can answer: `GUICHET`. */
function isSenderName(sender: string): boolean {
  return /^[A-Za-z0-9 ]{1,11}$/.test(sender) && /[A-Za-z]/.test(sender)
}

const common = {
  apiKey: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{4,32}$/, 'apiKey is the API key of the Vonage account: letters and digits'),
  /** Of the Vonage application to which the number is linked. Needed for sending with a private key. */
  applicationId: z.guid('applicationId is the id of the Vonage application').optional(),
  /** Where Vonage serves the account. */
  region: z.enum(regions).default('global'),
  /** A text that follows this many hours of silence begins a new conversation. */
  quietPeriodHours: z
    .number()
    .positive()
    .max(24 * 366)
    .default(168),
  /** How far the clock in a signature may be from ours. */
  toleranceSeconds: z
    .int()
    .min(1)
    .max(7 * 86_400)
    .default(300),
}

/** What an integration of the type `vonage-sms` is told. */
export const smsSettings = z.strictObject({
  ...common,
  number: smsNumber,
  /** The API that sends: Messages, or the older SMS API. Callbacks are understood in both forms. */
  api: z.enum(['messages', 'sms']).default('messages'),
  /** For how long Vonage tries to deliver a text; its own default unless told. */
  ttlSeconds: z.int().min(20).max(604_800).optional(),
  signatureMethod: z.enum(signatureMethods).default('md5hash'),
  /**
   * Callbacks of the older form carry no signature until Vonage's support switches it on. `accepted`: whoever knows the
   * address may write what he likes.
   */
  unsignedLegacy: z.enum(['refused', 'accepted']).default('refused'),
})
export type SmsSettings = z.infer<typeof smsSettings>

const template = z.strictObject({
  /** With its namespace where Vonage asks for one: `namespace:name`. */
  name: z.string().trim().min(1).max(512),
  language: z.string().regex(/^[a-z]{2,3}([_-][A-Za-z]{2,4})?$/, 'language is a code like fr or en_GB'),
  text: z.string().min(1).max(4096),
})

/** What an integration of the type `vonage-whatsapp` is told. */
export const whatsAppSettings = z.strictObject({
  ...common,
  number: e164,
  /** What WhatsApp has approved, and may be sent at any time. */
  templates: z.array(template).max(500).default([]),
})
export type WhatsAppSettings = z.infer<typeof whatsAppSettings>

/** What both types have in common. */
export type VonageSettings = Omit<WhatsAppSettings, 'templates'>

export const vonageSecrets = z.strictObject({
  /** Proves the callbacks: "signature secret" in the dashboard. */
  signatureSecret: z.string().min(1, 'signatureSecret is in the API settings of the account').max(512),
  /**
   * Of the application, in PEM. The form is checked because Vonage's library would read a file of that name from our
   * disk.
   */
  privateKey: z
    .string()
    .trim()
    .max(16_384)
    .regex(
      /^-----BEGIN (RSA )?PRIVATE KEY-----\s[A-Za-z0-9+/=\s]+-----END (RSA )?PRIVATE KEY-----$/,
      'privateKey is the key of the application in PEM, from -----BEGIN PRIVATE KEY----- on',
    )
    .optional(),
  /** Of the account; sends where there is no private key, and in the older SMS API. */
  apiSecret: z.string().min(6, 'apiSecret has at least 6 characters').max(256).optional(),
})
export type VonageSecrets = z.infer<typeof vonageSecrets>
