import { type Clock, GuichetError, type MailSender, systemClock } from '@guichet/core'
import { z } from 'zod'
import { readReports } from './reports/read-reports.ts'
import { verifyReports } from './reports/verify-reports.ts'
import { mailBody } from './sending/mail-body.ts'
import { openClient } from './sending/open-client.ts'
import { sendGridError } from './sending/sendgrid-error.ts'

export interface SendGridOptions {
  /** With the right “Mail Send”; nothing else is asked for. */
  readonly apiKey: string
  /** The key that SendGrid shows when the event webhook's signature is switched on (base64). Absent: no reports. */
  readonly reportKey?: string
  /** Where the account lives; `global` unless told. */
  readonly region?: 'global' | 'eu'
  /** `sendgrid` unless told. */
  readonly name?: string
  /** Until an answer must be there; 30 000 unless told. */
  readonly timeoutMs?: number
  /** How old a report may be, and how far ahead its clock, in seconds; 600 unless told. */
  readonly reportToleranceSeconds?: number
  /** Another host than SendGrid's: for tests. */
  readonly baseUrl?: string
  readonly clock?: Clock
}

const acceptedSchema = z.object({ 'x-message-id': z.string().min(1) })

/**
 * Sends mail through SendGrid's API (POST /v3/mail/send). SendGrid writes its own Message-ID: answers find their
 * conversation by our References, and by that id as soon as it is reported. Throws `invalid-configuration` for an API
 * key that is none.
 */
export function sendGridSender(options: SendGridOptions): MailSender {
  const { apiKey, reportKey, clock = systemClock(), reportToleranceSeconds = 600 } = options
  if (!/^SG\.[\w-]{10,}\.[\w-]{10,}$/.test(apiKey)) {
    throw new GuichetError(
      'invalid-configuration',
      'apiKey must be a whole SendGrid API key: “SG.”, two parts, and a dot between them',
      {
        field: 'apiKey',
      },
    )
  }
  const client = openClient(options)
  const sender: MailSender = {
    name: options.name ?? 'sendgrid',
    async send(message, tenant) {
      const body = await mailBody(message, tenant)
      try {
        const [response] = await client.request({ method: 'POST', url: '/v3/mail/send', body })
        return { providerId: acceptedSchema.safeParse(response.headers).data?.['x-message-id'] ?? null }
      } catch (thrown) {
        throw sendGridError(thrown, clock)
      }
    },
    async verify() {
      try {
        await client.request({ method: 'GET', url: '/v3/scopes' })
      } catch (thrown) {
        throw sendGridError(thrown, clock)
      }
    },
  }
  if (reportKey === undefined) return sender
  const check = verifyReports(reportKey, { clock, toleranceMs: reportToleranceSeconds * 1_000 })
  return {
    ...sender,
    reports: {
      receive: async (request) => {
        check(request)
        return readReports(request.body)
      },
    },
  }
}
