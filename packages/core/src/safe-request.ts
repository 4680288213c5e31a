import { type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { GuichetError } from './errors.ts'
import type { HostOptions } from './public-lookup.ts'
import { codeOf, type SafeTarget, safeTarget, serverName, unreachable } from './safe-target.ts'
import { untilAbort } from './until-abort.ts'

export interface SafeRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Of a POST. */
  readonly body?: Uint8Array
}

export interface SafeRequestOptions extends HostOptions {
  /** From the first look-up to the last byte of the answer; 30 seconds unless told. */
  readonly deadlineMs?: number
  /** As many bytes of the answer as are read; 64 KiB unless told. */
  readonly maxBytes?: number
  /** Ends it at once, wherever it is. */
  readonly signal?: AbortSignal
}

export interface SafeResponse {
  readonly status: number
  /** First values by lower-case name. */
  readonly headers: ReadonlyMap<string, string>
  /**
   * Throws `rejected` beyond `maxBytes`, and `host-unreachable` when it is late or broke off: what ends without an
   * error is whole, as far as the server said how long it is. Whoever stops reading ends the connection.
   */
  readonly body: AsyncIterable<Uint8Array>
  /** Ends the connection. Call it when the body is not read. */
  close(): void
}

const defaultDeadlineMs = 30_000
const defaultMaxBytes = 64 * 1024

/**
 * One request to an address that somebody else wrote: a provider in a callback, a customer in a form. It connects
 * only to addresses of the public internet that were checked (see `safeTarget`), speaks only https, follows no
 * redirect, and ends at its deadline. Resolves for any status. Throws `forbidden` for what is never called,
 * `host-unreachable` and `tls-failed`, both to be tried later; nothing that the server wrote is in an error. A POST
 * that broke off has `outcome: 'unknown'`.
 */
export async function safeRequest(
  request: SafeRequest,
  options: SafeRequestOptions = {},
): Promise<SafeResponse> {
  const deadline = AbortSignal.timeout(options.deadlineMs ?? defaultDeadlineMs)
  const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal])
  const fail = (error: unknown) => failure(error, { deadline, isPost: request.method === 'POST' })
  // Names are resolved in their own time: the wait for them ends here.
  const resolving = safeTarget(request.url, options)
  const target = await untilAbort(signal, resolving, () => new Error('stopped')).catch((error) => {
    throw fail(error)
  })
  const response = await connect(target, request, signal).catch((error) => {
    throw fail(error)
  })
  const headers = new Map(
    Object.entries(response.headersDistinct).map(([name, values]) => [name, values?.[0] ?? ''] as const),
  )
  return {
    ...{ status: response.statusCode ?? 0, headers },
    body: bodyOf(response, options.maxBytes ?? defaultMaxBytes, fail),
    close: () => void response.destroy(),
  }
}

function connect(
  { isSecure, host, port, path, lookup }: SafeTarget,
  { method, headers = {}, body }: SafeRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      ...{ host, port, path, method, signal, agent: false },
      ...(lookup === null ? {} : { lookup }),
      headers: {
        'accept-encoding': 'identity',
        'user-agent': 'Guichet',
        ...headers,
        ...(body === undefined ? {} : { 'content-length': String(body.byteLength) }),
      },
    }
    const asking = isSecure
      ? requestSecure({ ...options, servername: serverName(host) }, resolve)
      : requestPlain(options, resolve)
    asking.on('error', reject)
    asking.end(body)
  })
}

async function* bodyOf(
  response: IncomingMessage,
  maxBytes: number,
  fail: (error: unknown) => GuichetError,
): AsyncGenerator<Uint8Array> {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy()
    throw tooLarge(maxBytes)
  }
  let size = 0
  const chunks: AsyncIterable<Uint8Array> = response
  try {
    for await (const chunk of chunks) {
      size += chunk.byteLength
      if (size > maxBytes) throw tooLarge(maxBytes)
      yield chunk
    }
  } catch (error) {
    throw fail(error)
  } finally {
    response.destroy()
  }
}

function tooLarge(maxBytes: number): GuichetError {
  return new GuichetError('rejected', `the answer is larger than ${maxBytes} bytes`, {
    providerCode: 'too-large',
  })
}

/** What Node and OpenSSL say about certificates and protocols. */
const tlsCodes = /^(?:ERR_TLS_|ERR_SSL_|EPROTO|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/

function failure(
  error: unknown,
  { deadline, isPost }: { readonly deadline: AbortSignal; readonly isPost: boolean },
): GuichetError {
  if (error instanceof GuichetError) return error
  const code = deadline.aborted ? 'ETIMEDOUT' : codeOf(error)
  if (tlsCodes.test(code)) {
    const sentence = `no safe connection to the server could be made (${code})`
    return new GuichetError('tls-failed', sentence, { retry: 'later', providerCode: code })
  }
  const wasConnected = isPost && !['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)
  const { code: kind, message, retry, providerCode } = unreachable(code)
  return new GuichetError(kind, message, {
    ...{ retry, outcome: wasConnected ? 'unknown' : 'not-done' },
    ...(providerCode === undefined ? {} : { providerCode }),
  })
}
