import { type FetchedFile, type RawMessage, safeFetch } from '@guichet/core'
import { mediaOf } from './inbound/media.ts'
import { wholeOf } from './inbound/parse-message.ts'
import type { VonageOptions } from './options.ts'
import { readPayload } from './payload/read-payload.ts'
import { bearerOf } from './sending/bearer.ts'
import type { AnyConnection } from './sending/client.ts'
import { vonageError } from './vonage-error.ts'

const vonageHosts = ['vonage.com', 'nexmo.com']

/** A file of a message, by its place among the attachments. */
export interface WantedFile {
  readonly raw: RawMessage
  readonly index: number
  readonly signal: AbortSignal
}

/**
 * Fetches a file that Vonage keeps, for 48 hours. Its address is in the message, so somebody else's word: only Vonage's
 * hosts and those of the options are asked. Accounts with "secure inbound media" want the token of the application;
 * only Vonage's own hosts get it, and no redirect carries it further.
 */
export async function fetchMedia(
  connection: AnyConnection,
  { raw, index, signal }: WantedFile,
  options: VonageOptions,
): Promise<FetchedFile> {
  const payload = readPayload(await wholeOf(raw))
  const media = payload?.kind === 'message' ? mediaOf(payload.body)[index] : undefined
  if (media === undefined) throw vonageError('not-found', 'the message has no such file')
  const { baseUrl, mediaHosts = [], maxFileBytes = 64 * 1024 * 1024, resolveHost } = options
  const ours = [...vonageHosts, ...(baseUrl === undefined ? [] : [new URL(baseUrl).hostname])]
  const authorization = isAt(media.url, ours) ? await bearerOf(connection) : null
  const file = await safeFetch(media.url, {
    allowedHosts: [...ours, ...mediaHosts],
    headers: authorization === null ? {} : { authorization },
    maxBytes: maxFileBytes,
    deadlineMs: 120_000,
    signal,
    privateHosts: baseUrl === undefined ? 'refused' : 'allowed',
    ...(resolveHost === undefined ? {} : { resolveHost }),
  })
  return { ...file, name: media.name ?? file.name }
}

function isAt(url: string, hosts: readonly string[]): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  return hosts.some((one) => host === one || host.endsWith(`.${one}`))
}
