import { type Headers, headerLine, headerOf, presentHeader } from './headers.ts'

/** RFC 2369, 2919, 8058, 9477, and what list software and bulk senders write by themselves. */
const marks = [
  ...['list-id', 'list-unsubscribe', 'list-post', 'list-unsubscribe-post', 'list-help', 'list-subscribe'],
  ...['list-owner', 'list-archive', 'x-mailing-list', 'mailing-list', 'x-beenthere', 'x-mailman-version'],
  ...['x-listserver', 'x-google-group-id', 'feedback-id', 'x-csa-complaints', 'cfbl-address'],
  ...['x-campaign', 'x-campaignid', 'x-campaign-id', 'x-rpcampaign', 'x-mc-user', 'x-list-unsubscribe'],
  ...['list-digest', 'x-listprocessor-version', 'x-mailer-listid', 'x-bulkmail'],
]

/** What platforms write into all mail they send: newsletters, but invoices and answers of other desks as well. */
const platforms = [
  ...[
    'x-sg-eid',
    'x-mailgun-sid',
    'x-ses-outgoing',
    'x-mandrill-user',
    'x-mj-mid',
    'x-mailin-eid',
    'x-sib-id',
  ],
  ...['x-pm-message-id', 'x-hs-campaign-id', 'x-report-abuse', 'x-report-abuse-to', 'x-abuse-reports-to'],
  ...['x-campaigner', 'x-mailer-recptid', 'x-klaviyo-message-id', 'x-emarsys-environment'],
  ...['x-brevo-id', 'x-sfmc-stack', 'x-elqemail', 'x-emailid', 'x-virtualmta', 'x-mailkit'],
]
const platformMailers =
  /mailchimp|exacttarget|lyris|phplist|sendinblue|brevo|mailjet|constant contact|campaign ?monitor|acymailing|cheetah|sarbacane|mailpoet|cleverreach|getresponse|activecampaign/i

/** What says that a platform sent it; weighs little, because people's answers come through them, too. */
export function platformMark(headers: Headers): string | null {
  const mailer = headerOf(headers, 'x-mailer')
  return platformMailers.test(mailer) ? headerLine('x-mailer', mailer) : presentHeader(headers, platforms)
}

/** The header that says "sent to many", or null. */
export function bulkHeader(headers: Headers): string | null {
  const mark = presentHeader(headers, marks)
  if (mark !== null) return mark
  const precedence = headerOf(headers, 'precedence').toLowerCase()
  return ['bulk', 'list', 'junk'].includes(precedence) ? headerLine('precedence', precedence) : null
}
