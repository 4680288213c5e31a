import { type Headers, hasNullReturnPath, headerLine, headerOf, presentHeader } from './headers.ts'

/** Programs that say who they are: jobs, trackers, other desks (with which we could answer each other for ever). */
const marks = [
  ...[
    'x-failed-recipients',
    'x-cron-env',
    'x-github-reason',
    'x-github-sender',
    'x-gitlab-project',
    'x-jira-fingerprint',
  ],
  ...['x-zendesk-priority-mail', 'x-rt-loop-prevention', 'x-otrs-loop', 'x-zammad-ticket-number'],
  ...['x-freescout-mail-type', 'x-discourse-topic-id', 'x-odoo-objects', 'x-fc-machinegenerated'],
]

/** The header that says a program wrote this by itself, or null. */
export function machineHeader(headers: Headers): string | null {
  const submitted = headerOf(headers, 'auto-submitted').toLowerCase()
  // RFC 3834 §5: anything but `no` was sent by a machine; parameters may follow the keyword.
  if (submitted !== '' && !/^no\b/.test(submitted)) return headerLine('auto-submitted', submitted)
  return presentHeader(headers, marks) ?? (hasNullReturnPath(headers) ? 'return-path: <>' : null)
}
