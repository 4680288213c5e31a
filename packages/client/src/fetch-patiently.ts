import type { Transport } from './client.ts'

const firstPauseMs = 250
const longestPauseMs = 10_000

/**
 * Sends a request, and sends it again when the network fails or the server asks for patience (429, 503), as long as
 * repeating cannot do anything twice.
 */
export async function fetchPatiently(
  { baseUrl, fetch, attempts }: Transport,
  target: string,
  init: RequestInit,
  isRepeatable: boolean,
): Promise<Response> {
  const most = isRepeatable ? attempts : 1
  for (let attempt = 1; ; attempt += 1) {
    const usualMs = firstPauseMs * 2 ** (attempt - 1)
    try {
      const response = await fetch(`${baseUrl}${target}`, init)
      const pauseMs = wantedPauseMs(response, usualMs)
      if (pauseMs === null || attempt >= most) return response
      await response.body?.cancel()
      await pause(pauseMs, init.signal ?? undefined)
    } catch (error) {
      if (init.signal?.aborted || attempt >= most) throw error
      await pause(usualMs, init.signal ?? undefined)
    }
  }
}

/** Null where the answer is final. */
function wantedPauseMs({ status, headers }: Response, usualMs: number): number | null {
  if (status !== 429 && status !== 503) return null
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (Number.isNaN(seconds)) return usualMs
  return seconds * 1000 > longestPauseMs ? null : seconds * 1000
}

/** Waits; throws the signal's reason when it aborts. */
export function pause(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, durationMs)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
