import { type Clock, GuichetError } from '@guichet/core'
import { z } from 'zod'
import type { GraphOptions } from './graph-sender.ts'

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })
const errorSchema = z.object({ error: z.string() })

/** A token is renewed this long before it ends. */
const marginMs = 5 * 60_000

export interface AppTokens {
  current(): Promise<string>
  forget(): void
}

/** Tokens of the application itself (OAuth 2.0, client credentials), kept until shortly before they end. */
export function appTokens(options: GraphOptions, clock: Clock): AppTokens {
  let known: { readonly token: string; readonly until: number } | null = null
  let asking: Promise<string> | null = null

  async function ask(): Promise<string> {
    const { access_token, expires_in } = await request(options)
    const lifeMs = expires_in * 1_000
    known = { token: access_token, until: clock.now().getTime() + lifeMs - Math.min(marginMs, lifeMs / 2) }
    return access_token
  }

  return {
    async current() {
      if (known !== null && known.until > clock.now().getTime()) return known.token
      // Many messages at once ask once.
      asking ??= ask().finally(() => {
        asking = null
      })
      return asking
    },
    forget() {
      known = null
    },
  }
}

async function request(options: GraphOptions): Promise<z.infer<typeof tokenSchema>> {
  const {
    directory,
    clientId,
    clientSecret,
    loginUrl = 'https://login.microsoftonline.com',
    timeoutMs = 30_000,
  } = options
  const response = await fetch(`${loginUrl}/${encodeURIComponent(directory)}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
      scope: 'https://graph.microsoft.com/.default',
    }),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => {
    throw new GuichetError('host-unreachable', 'Microsoft’s login cannot be reached', { retry: 'later' })
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) {
    const token = tokenSchema.safeParse(answer)
    if (token.success) return token.data
  }
  throw refused(response.status, errorSchema.safeParse(answer).data?.error ?? null)
}

function refused(status: number, word: string | null): GuichetError {
  const facts = { provider: 'microsoft365', providerCode: word ?? String(status) }
  if (status >= 500 || status === 429) {
    return new GuichetError('throttled', `Microsoft’s login answered ${status}`, { ...facts, retry: 'later' })
  }
  const sentence = 'Microsoft refused the application: check the directory, the client id and its secret'
  return new GuichetError('authentication-failed', sentence, { ...facts, retry: 'after-fix' })
}
