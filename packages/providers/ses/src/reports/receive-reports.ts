import { type Clock, GuichetError, type ReportedSend, safeFetch, type WebhookRequest } from '@guichet/core'
import { readReport } from './read-report.ts'
import { type SnsMessage, snsMessage } from './sns-message.ts'
import { isSnsUrl } from './sns-url.ts'
import { verifySns } from './verify-sns.ts'

export interface ReportSource {
  readonly topics: readonly string[]
  readonly region: string
  readonly clock: Clock
  /** Fetches a page of Amazon's SNS; through the network unless told. */
  readonly fetchPage?: (url: string) => Promise<Uint8Array>
}

/** A certificate has a few kilobytes, the answer to a confirmation one. */
const maxPageBytes = 64 * 1024

/**
 * Takes what SNS posts. Only messages about one of the topics count, signed by Amazon. A subscription to one of them is
 * confirmed by itself: whoever entered the topic wanted it.
 */
export function receiveReports(
  source: ReportSource,
): (request: WebhookRequest) => Promise<readonly ReportedSend[]> {
  const fetchPage = source.fetchPage ?? fetchFromAmazon
  const verify = verifySns(fetchPage)
  return async ({ body }) => {
    const message = snsMessage(body)
    if (!source.topics.includes(message.TopicArn)) {
      throw new GuichetError('signature-refused', 'the report is about a topic that is none of ours')
    }
    await verify(message)
    if (message.Type === 'Notification') return readReport(message.Message, source.region)
    if (message.Type === 'SubscriptionConfirmation') await confirm(message, fetchPage)
    return []
  }
}

async function confirm(
  { SubscribeURL }: SnsMessage,
  fetchPage: (url: string) => Promise<Uint8Array>,
): Promise<void> {
  if (SubscribeURL === undefined || !isSnsUrl(SubscribeURL)) {
    throw new GuichetError(
      'signature-refused',
      'the subscription is confirmed at an address that is not Amazon’s',
    )
  }
  await fetchPage(SubscribeURL)
}

async function fetchFromAmazon(url: string): Promise<Uint8Array> {
  const { bytes } = await safeFetch(url, { allowedHosts: [new URL(url).hostname], maxBytes: maxPageBytes })
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces)
}
