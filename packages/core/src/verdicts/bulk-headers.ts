import { type Headers, headerLine, headerOf, presentHeader } from './headers.ts'

/** RFC 2369, 2919, 8058, 9477, and what list software and bulk senders write by themselves. */
const marks = [
  ...['list-id', 'list-unsubscribe', 'list-post', 'list-unsubscribe-post', 'list-help', 'list-subscribe'],
  ...['list-owner', 'list-archive', 'x-mailing-list', 'mailing-list', 'x-beenthere', 'x-mailman-version'],
  ...['x-listserver', 'x-google-group-id', 'feedback-id', 'x-csa-complaints', 'cfbl-address'],
  ...['x-campaign', 'x-campaignid', 'x-campaign-id', 'x-rpcampaign', 'x-mc-user', 'x-list-unsubscribe'],
]

/** The header that says "sent to many", or null. */
export function bulkHeader(headers: Headers): string | null {
  const mark = presentHeader(headers, marks)
  if (mark !== null) return mark
  const precedence = headerOf(headers, 'precedence').toLowerCase()
  return ['bulk', 'list', 'junk'].includes(precedence) ? headerLine('precedence', precedence) : null
}
