import type { WebhookRequest } from '@guichet/core'
import type { Parameters } from '../signature/legacy-signature.ts'

/**
 * The parameters of a callback in the older form. Null where one comes twice or is no text: signature and reader could
 * disagree on them. What is no JSON has none.
 */
export function parametersOf(bytes: Uint8Array): Parameters | null {
  const text = Buffer.from(bytes).toString()
  return text.trimStart().startsWith('{') ? fromJson(text) : fromForm(text)
}

/** What a request says: its body, or its query where it has no body. */
export function contentOf(request: WebhookRequest): { content: Uint8Array; contentType: string } {
  if (request.body.length > 0) {
    return {
      content: request.body,
      contentType: request.headers.get('content-type') ?? 'application/octet-stream',
    }
  }
  const [, query = ''] = /\?([^#]*)/.exec(request.url) ?? []
  return { content: Buffer.from(query), contentType: 'application/x-www-form-urlencoded' }
}

function fromForm(text: string): Parameters | null {
  return plain([...new URLSearchParams(text)])
}

function fromJson(text: string): Parameters | null {
  const value = jsonOf(text)
  if (value === undefined) return new Map()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const pairs = Object.entries(value)
  const isFlat = pairs.every(([, entry]) => ['string', 'number', 'boolean'].includes(typeof entry))
  return isFlat ? plain(pairs.map(([name, entry]) => [name, String(entry)])) : null
}

/** `&` and `=` in a name would be taken for those between parameters: one signature would fit two messages. */
function plain(pairs: readonly (readonly [string, string])[]): Parameters | null {
  const parameters = new Map(pairs)
  const arePlain = pairs.every(([name]) => !/[[\]&=]/.test(name))
  return arePlain && parameters.size === pairs.length ? parameters : null
}

/** Undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A sender may write anything; the caller says what it means.
    return undefined
  }
}
