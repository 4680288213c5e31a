import type { Clock, TenantInbox } from '@guichet/core'
import type { FakeAccount } from '@guichet/vonage/testing'
import { webhookSecret } from '@guichet/webhook'
import { demoNumbers } from './demo-message.ts'
import type { DemoNote } from './demo-note.ts'
import { answersPath } from './demo-routes.ts'

/** What the bakery may send on WhatsApp at any time. */
const templates = [
  {
    name: 'commande_prete',
    language: 'fr',
    text: 'Bonjour {{1}}, votre commande est prête. Elle vous attend jusqu’à {{2}} à la boulangerie Martin.',
  },
  {
    name: 'order_ready',
    language: 'en',
    text: 'Hello {{1}}, your order is ready. It is waiting for you until {{2}} at boulangerie Martin.',
  },
] as const

interface ConnectOptions {
  readonly account: FakeAccount
  /** Of the demo's server. */
  readonly url: string
  readonly clock: Clock
}

/** Connects the two numbers of the bakery and the contact form of its site; returns what signs the form. */
export async function connectDemoChannels(
  tenant: TenantInbox,
  { account, url, clock }: ConnectOptions,
): Promise<DemoNote['source']> {
  const { apiKey, applicationId, signatureSecret, privateKey } = account
  const common = { apiKey, applicationId }
  const secrets = { signatureSecret, privateKey: privateKey.trim() }
  const { create } = tenant.integrations
  await create({
    type: 'vonage-sms',
    name: 'SMS de la boulangerie',
    settings: { ...common, number: demoNumbers.sms },
    secrets,
  })
  await create({
    type: 'vonage-whatsapp',
    name: 'WhatsApp de la boulangerie',
    settings: { ...common, number: demoNumbers.whatsapp, templates },
    secrets,
  })
  const secret = webhookSecret(clock.randomBytes(32))
  const { id } = await create({
    type: 'webhook',
    name: 'Formulaire du site',
    settings: { address: 'formulaire', replyUrl: url + answersPath },
    secrets: { signingSecrets: [secret] },
  })
  return { path: `/inbox/webhooks/custom/${id}`, secret }
}
