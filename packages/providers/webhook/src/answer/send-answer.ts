import {
  type Clock,
  type Connection,
  GuichetError,
  type HostOptions,
  type OutboundAttachment,
  type OutboundMessage,
  type SendReceipt,
  safeRequest,
} from '@guichet/core'
import type { WebhookSecrets, WebhookSettings } from '../settings.ts'
import { signedHeaders } from '../signature.ts'
import { answerError } from './answer-error.ts'

const mostFileBytes = 8 * 1024 * 1024
const deadlineMs = 30_000

/**
 * Posts an answer as a signed `message.reply` to the integration's `replyUrl`. Its `webhook-id` is our id of the message,
 * the same at every attempt, and whoever receives it has to know it again: so a POST that nobody answered may be made
 * again, and only a refusal is final.
 */
export async function sendAnswer(
  { settings, secrets }: Connection<WebhookSettings, WebhookSecrets>,
  message: OutboundMessage,
  options: HostOptions & { readonly clock: Clock },
): Promise<SendReceipt> {
  const { replyUrl } = settings
  if (replyUrl === undefined) {
    const sentence = 'this integration only receives: set its replyUrl, and answers are posted there'
    throw new GuichetError('invalid-configuration', sentence, {
      ...{ field: 'replyUrl', retry: 'after-fix' },
    })
  }
  const body = await bodyOf(message)
  const headers = signedHeaders(secrets.reveal().signingSecrets, {
    ...{ id: message.id, at: options.clock.now(), body },
  })
  const response = await post(replyUrl, { headers, body }, options)
  response.close()
  if (response.status < 200 || response.status > 299) throw answerError(response)
  // Ids of ours are how the sender's system says what a later message answers.
  return { providerId: null, mailId: message.id }
}

async function post(
  url: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  options: HostOptions,
): ReturnType<typeof safeRequest> {
  try {
    const all = { 'content-type': 'application/json', ...headers }
    return await safeRequest(
      { method: 'POST', url, headers: all, body: Buffer.from(body) },
      { ...options, deadlineMs },
    )
  } catch (error) {
    throw answerError(error)
  }
}

async function bodyOf(message: OutboundMessage): Promise<string> {
  const { id, from, to, cc, subject, text, html, inReplyTo, date, attachments = [] } = message
  const files = await filesOf(attachments)
  return JSON.stringify({
    type: 'message.reply',
    timestamp: date.toISOString(),
    data: { id, inReplyTo, from, to, cc, subject, text, html, attachments: files },
  })
}

async function filesOf(attachments: readonly OutboundAttachment[]): Promise<readonly object[]> {
  let left = mostFileBytes
  const files: object[] = []
  for (const { name, contentType, open } of attachments) {
    const chunks: Uint8Array[] = []
    for await (const chunk of open()) {
      left -= chunk.byteLength
      if (left < 0) throw new GuichetError('invalid-input', 'the files of an answer are larger than 8 MB')
      chunks.push(chunk)
    }
    files.push({ name, contentType, content: Buffer.concat(chunks).toString('base64') })
  }
  return files
}
