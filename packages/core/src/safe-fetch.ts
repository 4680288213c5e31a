import { GuichetError } from './errors.ts'
import type { FetchedFile } from './ports/channel.ts'
import { type SafeRequestOptions, type SafeResponse, safeRequest } from './safe-request.ts'
import { forbidden } from './safe-target.ts'

export interface SafeFetchOptions extends SafeRequestOptions {
  /**
   * Hosts that may be asked, with what lies below them: `vonage.com` is also `media.vonage.com`, and not
   * `evil-vonage.com`. It holds for redirects as well. `any` public host where the file may lie anywhere.
   */
  readonly allowedHosts: readonly string[] | 'any'
  /** For the address itself, an authorization say; nothing of them follows a redirect to another origin. */
  readonly headers?: Readonly<Record<string, string>>
}

const maxRedirects = 3

/** Larger than a request's own limits: whoever stores the file has a limit of his own. */
const defaults = { maxBytes: 100 * 1024 * 1024, deadlineMs: 120_000 }

/**
 * Fetches a file from an address that somebody else wrote, as `safeRequest` connects; three redirects are followed.
 * Unless told otherwise 100 MiB at most, within two minutes.
 * Throws, all of it without a word of what the server said: `not-found` for 404 and 410; `forbidden` for what is
 * never called; `rejected` for what is too large and for other refusals, with `retry: 'later'` where the server is to
 * blame; `authentication-failed` for 401 and 403, `throttled` for 429 and 503, to be tried later.
 */
export async function safeFetch(
  url: string,
  options: SafeFetchOptions,
  /** How a single request is made. */
  send: typeof safeRequest = safeRequest,
): Promise<FetchedFile> {
  let next = url
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    assertAllowed(next, options.allowedHosts)
    const headers = isSameOrigin(url, next) ? (options.headers ?? {}) : {}
    const response = await send({ method: 'GET', url: next, headers }, { ...defaults, ...options })
    const location = redirectOf(response, next)
    if (location === null) return fileOf(response)
    response.close()
    next = location
  }
  throw forbidden('it leads from one address to the next without end')
}

function assertAllowed(url: string, allowedHosts: SafeFetchOptions['allowedHosts']): void {
  if (allowedHosts === 'any') return
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  if (!allowedHosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`)))
    throw forbidden('its host is none of those that keep such files')
}

function isSameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin
}

function redirectOf({ status, headers }: SafeResponse, base: string): string | null {
  const location = headers.get('location')
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return null
  return URL.canParse(location, base) ? new URL(location, base).href : location
}

function fileOf(response: SafeResponse): FetchedFile {
  const { status, headers, body } = response
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (status === 200 && encoding === 'identity')
    return { ...{ contentType: headers.get('content-type') ?? '', bytes: body }, name: nameOf(headers) }
  response.close()
  if (status === 200)
    throw new GuichetError('protocol-error', 'the server packed the file although it was not asked to')
  throw refusal(status, headers)
}

function refusal(status: number, headers: SafeResponse['headers']): GuichetError {
  const providerCode = String(status)
  if (status === 404 || status === 410) {
    return new GuichetError('not-found', `the server does not have the file any more (${status})`, {
      providerCode,
    })
  }
  if (status === 401 || status === 403) {
    const sentence = `the server refuses to give us the file (${status}): check the credentials of the account`
    return new GuichetError('authentication-failed', sentence, { retry: 'later', providerCode })
  }
  if (status === 429 || status === 503) {
    const seconds = Number(headers.get('retry-after'))
    return new GuichetError('throttled', `the server asks us to come back later (${status})`, {
      ...{ retry: 'later', providerCode },
      ...(seconds > 0 && seconds < 86_400 ? { retryAfterMs: seconds * 1000 } : {}),
    })
  }
  return new GuichetError('rejected', `the server answered ${status} instead of the file`, {
    ...{ retry: status >= 500 ? 'later' : 'never', providerCode },
  })
}

/** What the server calls the file (RFC 6266), unsafe as it is. */
function nameOf(headers: SafeResponse['headers']): string | null {
  const disposition = headers.get('content-disposition') ?? ''
  const encoded = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1]
  const plain = /;\s*filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition)
  return (encoded === undefined ? null : decoded(encoded)) ?? plain?.[1] ?? plain?.[2] ?? null
}

function decoded(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return null
  }
}
