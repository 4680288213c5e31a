import { z } from 'zod'
import type { Encryption, SecretPlace } from '../encryption.ts'
import type { WebhookEndpoint } from '../model/webhook-endpoint.ts'
import type { Transaction } from '../ports/storage.ts'
import { validate } from '../validate.ts'

/** How long the secret before a rotation goes on signing. */
const rotationMs = 24 * 60 * 60 * 1000

const storedSchema = z.object({
  current: z.string(),
  previous: z.object({ secret: z.string(), until: z.iso.datetime() }).nullable(),
})

/** What an endpoint's events are signed with. */
export type EndpointSecrets = z.infer<typeof storedSchema>

const place = (endpointId: string): SecretPlace => ({
  table: 'endpoints',
  column: 'secrets',
  rowId: endpointId,
})

export function sealSecrets(
  tx: Transaction,
  encryption: Encryption,
  endpointId: string,
  secrets: EndpointSecrets,
): Promise<string> {
  return encryption.seal(tx, place(endpointId), JSON.stringify(secrets))
}

export async function openSecrets(
  tx: Transaction,
  encryption: Encryption,
  { id, secrets }: WebhookEndpoint,
): Promise<EndpointSecrets> {
  return validate(storedSchema, JSON.parse(await encryption.open(tx, place(id), secrets)), 'secrets')
}

/** The secrets that sign at this time, newest first. */
export function signingSecrets({ current, previous }: EndpointSecrets, at: Date): readonly string[] {
  const isOver = previous === null || new Date(previous.until).getTime() <= at.getTime()
  return isOver ? [current] : [current, previous.secret]
}

/** A new secret takes the place of the current one, which signs for one more day. */
export function rotated({ current }: EndpointSecrets, secret: string, at: Date): EndpointSecrets {
  const until = new Date(at.getTime() + rotationMs).toISOString()
  return { current: secret, previous: { secret: current, until } }
}
