import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { request } from './request.ts'
import type { AccountProvider, IntegrationView } from './types.ts'

interface FoundServer {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
}

/** Settings of an `imap` integration, as discovery proposes them. */
export interface FoundSettings extends FoundServer {
  readonly address: string
  readonly username?: string
  readonly smtp: FoundServer & { readonly username: string | null }
}

export interface Candidate {
  readonly source: string
  readonly provider: AccountProvider | null
  readonly logins: readonly ('password' | 'app-password' | 'oauth2')[]
  readonly signIn: string | null
  readonly settings: FoundSettings
}

export interface SignInInput {
  readonly provider: string
  readonly name: string
  readonly settings: unknown
  readonly integrationId?: string
}

/** Finds out how an address is reached: the best guess, or null. */
export function useDiscover(): UseMutationResult<Candidate | null, Error, string> {
  return useMutation({ mutationFn: discover })
}

/** Leaves for the provider's page; the person comes back to `/sign-in`. */
export function useSignIn(): UseMutationResult<void, Error, SignInInput> {
  return useMutation({ mutationFn: leaveForSignIn })
}

/** Signs in again for an account whose provider ended the access. Its conversations and settings stay. */
export function useReconnect(): UseMutationResult<void, Error, IntegrationView> {
  return useMutation({
    mutationFn: async ({ id, name, settings }: IntegrationView) => {
      const candidate = await discover(addressIn(settings))
      await leaveForSignIn({ provider: candidate?.signIn ?? '', name, settings, integrationId: id })
    },
  })
}

async function discover(address: string): Promise<Candidate | null> {
  const { candidates } = await request<{ readonly candidates: readonly Candidate[] }>(
    '/integrations/discover',
    { method: 'POST', body: { type: 'imap', address } },
  )
  return candidates[0] ?? null
}

async function leaveForSignIn(input: SignInInput): Promise<void> {
  const { url } = await request<{ readonly url: string }>('/integrations/oauth/begin', {
    method: 'POST',
    body: { type: 'imap', ...input },
  })
  location.assign(url)
}

function addressIn(settings: unknown): string {
  const address = typeof settings === 'object' && settings !== null ? Reflect.get(settings, 'address') : ''
  return typeof address === 'string' ? address : ''
}

/** Takes the address the person was sent back to. */
export function useFinishSignIn(): UseMutationResult<IntegrationView, Error, string> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (url: string) =>
      request<IntegrationView>('/integrations/oauth/callback', { method: 'POST', body: { url } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.integrations }),
  })
}
