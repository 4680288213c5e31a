import {
  cleanText,
  GuichetError,
  type HostOptions,
  publicHost,
  type SafeResponse,
  safeRequest,
  type WebhookAnswer,
  type WebhookPost,
  type WebhookPoster,
} from '@guichet/core'
import { retryAfterMs } from '../retry-after.ts'
import { signedHeaders } from '../signature.ts'
import { webhookSecret } from '../webhook-secret.ts'

export type WebhookPosterOptions = HostOptions

const excerptLength = 1_000

/**
 * Posts events of the inbox to the host's URLs: `createInbox({ webhooks: webhookPoster() })`. Each is signed by the
 * Standard Webhooks specification; only public hosts are called, over TLS, unless `privateHosts` is `allowed`.
 */
export function webhookPoster(options: WebhookPosterOptions = {}): WebhookPoster {
  return {
    check: (url) => checkUrl(url, options),
    secretOf: webhookSecret,
    async post(post, signal) {
      const headers = { 'content-type': 'application/json', ...signedHeaders(post.secrets.reveal(), post) }
      const request = { method: 'POST', url: post.url, headers, body: Buffer.from(post.body) } as const
      return answerOf(await safeRequest(request, { ...options, signal }), post)
    },
  }
}

async function answerOf(response: SafeResponse, { at }: WebhookPost): Promise<WebhookAnswer> {
  const { status, headers } = response
  const excerpt = await beginningOf(response)
  return { status, retryAfterMs: retryAfterMs(headers.get('retry-after'), at), excerpt }
}

/** Whoever has answered has answered, also when the rest of it does not arrive. */
async function beginningOf({ body, close }: SafeResponse): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true })
      if (text.length >= excerptLength) break
    }
  } catch {
    // What came of it is what there is.
  }
  close()
  return cleanText(text, excerptLength)
}

function checkUrl(text: string, { privateHosts = 'refused' }: HostOptions): void {
  const wrong = (why: string) => new GuichetError('invalid-input', `url: ${why}`, { field: 'url' })
  const url = URL.canParse(text) ? new URL(text) : null
  const isPrivate = privateHosts === 'allowed'
  if (url === null || !(url.protocol === 'https:' || (isPrivate && url.protocol === 'http:')))
    throw wrong('an address that begins with https:// is needed')
  if (url.username !== '' || url.password !== '')
    throw wrong('a user name or a password cannot be in it: every request is signed')
  if (!isPrivate && publicHost(url.hostname.replace(/^\[|\]$/g, '')) === null)
    throw wrong('its host is not on the public internet')
}
