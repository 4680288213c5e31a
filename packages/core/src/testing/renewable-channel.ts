import { z } from 'zod'
import type { Secret } from '../model/secret.ts'
import type { SecretRenewal } from '../ports/accounts.ts'
import type { ChannelType } from '../ports/channel.ts'
import { fakeChannel } from './fake-channel.ts'

const secretsSchema = z.strictObject({ token: z.string(), expiresAt: z.string() })

/** A fake channel whose secrets end, and the provider that renews them. */
export interface RenewableChannel extends ChannelType {
  /** Tokens that were handed in for renewal, oldest first. */
  readonly renewals: readonly string[]
  /** What connections came with, oldest first. */
  readonly used: readonly string[]
  /** Called while the provider is asked; what it throws is the provider's answer. */
  onRenewal: () => Promise<void>
}

/** Renews `a` to `a+`; a renewed token is good until the given time. */
export function renewableChannel(renewedUntil: Date): RenewableChannel {
  const renewals: string[] = []
  const used: string[] = []
  const renewal: SecretRenewal<unknown> = {
    expiresAt: (secrets) => new Date(secretsSchema.parse(secrets).expiresAt),
    async renew(secrets) {
      const { token } = secretsSchema.parse(secrets.reveal())
      renewals.push(token)
      await channel.onRenewal()
      return { token: `${token}+`, expiresAt: renewedUntil.toISOString() }
    },
  }
  const channel: RenewableChannel = {
    ...fakeChannel(),
    secrets: secretsSchema,
    ...{ renewals, used, renewal },
    onRenewal: async () => undefined,
    signIn: {
      providers: ['google'],
      begin: async ({ state, address }) => ({
        url: `https://accounts.example/?state=${state}&login_hint=${address}`,
        verifier: 'the verifier',
      }),
      finish: async ({ verifier, url }) => {
        const token = `${verifier}/${new URL(url).searchParams.get('code')}`
        return { token, expiresAt: renewedUntil.toISOString() }
      },
    },
    verify: async ({ secrets }: { readonly secrets: Secret<unknown> }) =>
      void used.push(secretsSchema.parse(secrets.reveal()).token),
  }
  return channel
}
