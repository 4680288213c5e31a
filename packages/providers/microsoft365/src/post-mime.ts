import { Client, type Context, ResponseType } from '@microsoft/microsoft-graph-client'

interface Post {
  readonly graphUrl: string
  readonly timeoutMs: number
  readonly mailbox: string
  readonly token: string
}

/**
 * Hands in a MIME message (POST /users/{id}/sendMail). Throws what `graphError` reads. Microsoft's own chain of links is
 * left out: it repeats sends, sends no token to other hosts, and hides why a connection failed.
 */
export async function postMime({ graphUrl, timeoutMs, mailbox, token }: Post, raw: Buffer): Promise<void> {
  let failure: unknown = null
  const link = {
    async execute(context: Context) {
      try {
        context.response = await request(context, timeoutMs)
      } catch (error) {
        failure = error
        throw error
      }
    },
  }
  const client = Client.initWithMiddleware({ baseUrl: `${graphUrl}/`, middleware: link })
  try {
    await client
      .api(`/users/${encodeURIComponent(mailbox)}/sendMail`)
      .header('Authorization', `Bearer ${token}`)
      .header('Content-Type', 'text/plain')
      .responseType(ResponseType.RAW)
      .post(raw.toString('base64'))
  } catch (error) {
    throw failure ?? error
  }
}

async function request({ request: url, options }: Context, timeoutMs: number): Promise<Response> {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(timeoutMs) })
  if (response.ok) return response
  const body = await response.text().catch(() => '')
  throw Object.assign(new Error('the request was refused'), {
    ...{ status: response.status, retryAfter: response.headers.get('retry-after'), body },
  })
}
