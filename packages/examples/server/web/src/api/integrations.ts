import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { keys } from './keys.ts'
import { command, request } from './request.ts'
import { usePermissions } from './session.ts'
import type { IntegrationChanges, IntegrationInput, IntegrationView } from './types.ts'

export function useIntegrations(): UseQueryResult<readonly IntegrationView[]> {
  const { canWrite } = usePermissions()
  return useQuery<readonly IntegrationView[]>({
    queryKey: keys.integrations,
    // People who only read are not told about mailboxes.
    enabled: canWrite,
    // No event tells of a call: that one came is seen here, a little later.
    refetchInterval: ({ state }) => (state.data?.some(isCalled) ? lookAgainMs : false),
    queryFn: async ({ signal }) => {
      const { items } = await request<{ readonly items: readonly IntegrationView[] }>('/integrations', {
        signal,
      })
      return items
    },
  })
}

const lookAgainMs = 30_000

/** Whether a channel is called, instead of asked. */
export function isCalled({ webhook }: IntegrationView): boolean {
  return webhook !== null
}

/** Connects a mailbox that answers. The API itself stores any settings: its server may be down for the moment. */
export function useConnectIntegration(): UseMutationResult<IntegrationView, Error, IntegrationInput> {
  return useIntegrationMutation(async (input: IntegrationInput) => {
    await verify(input)
    return request<IntegrationView>('/integrations', { method: 'POST', body: input })
  })
}

export interface IntegrationCreation extends IntegrationInput {
  /** One channel is created once, however often it is tried. */
  readonly key: string
}

/** Connects a channel that is called: nothing is there to be tried. */
export function useCreateIntegration(): UseMutationResult<IntegrationView, Error, IntegrationCreation> {
  return useIntegrationMutation(({ key, ...body }: IntegrationCreation) =>
    request<IntegrationView>('/integrations', {
      method: 'POST',
      body,
      headers: { 'idempotency-key': key },
    }),
  )
}

/** Tries settings that are not stored. Fails with what to correct. */
export function useVerifyIntegration(): UseMutationResult<void, Error, IntegrationInput> {
  return useMutation({ mutationFn: verify })
}

export interface NewPassword {
  readonly integration: IntegrationView
  readonly password: string
  /** Of the server that sends, where it has one of its own. */
  readonly outgoing: string | null
}

/** Tries a password with the settings as they are, and stores it if it works. */
export function useNewPassword(): UseMutationResult<IntegrationView, Error, NewPassword> {
  return useIntegrationMutation(async ({ integration, password, outgoing }: NewPassword) => {
    const { id, type, name, settings } = integration
    const secrets = { password, ...(outgoing === null ? {} : { smtp: { password: outgoing } }) }
    await verify({ type, name, settings, secrets })
    const path = `/integrations/${encodeURIComponent(id)}`
    return request<IntegrationView>(path, { method: 'PATCH', body: { secrets } })
  })
}

function verify({ type, settings, secrets }: IntegrationInput): Promise<void> {
  return command('/integrations/verify', { method: 'POST', body: { type, settings, secrets } })
}

export interface IntegrationChange {
  readonly id: string
  readonly changes: IntegrationChanges
}

export function useChangeIntegration(): UseMutationResult<IntegrationView, Error, IntegrationChange> {
  return useIntegrationMutation(({ id, changes }: IntegrationChange) =>
    request<IntegrationView>(`/integrations/${encodeURIComponent(id)}`, { method: 'PATCH', body: changes }),
  )
}

export function useRemoveIntegration(): UseMutationResult<void, Error, string> {
  return useIntegrationMutation((id: string) =>
    command(`/integrations/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  )
}

/** Asks for a sync of one integration, or of all (null). Events tell when it is done. */
export function useRequestSync(): UseMutationResult<void, Error, string | null> {
  return useMutation({
    mutationFn: (id: string | null) =>
      command(id === null ? '/integrations/sync-all' : `/integrations/${encodeURIComponent(id)}/sync`, {
        method: 'POST',
      }),
  })
}

function useIntegrationMutation<Answer, Input>(
  mutationFn: (input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.integrations }),
  })
}
