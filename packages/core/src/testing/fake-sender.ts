import { buffer } from 'node:stream/consumers'
import { GuichetError } from '../errors.ts'
import type { TenantId } from '../model/tenant.ts'
import type { MailSender, ReportedSend } from '../ports/mail-sender.ts'
import type { OutboundMessage, SendReceipt } from '../ports/outbound-message.ts'

export interface FakeSend {
  readonly tenant: TenantId
  readonly message: OutboundMessage
  /** The content of its attachments. */
  readonly files: readonly string[]
}

/** A sender without a network: what it is given is remembered. */
export interface FakeSender extends MailSender {
  /** What left, oldest first. */
  readonly sent: readonly FakeSend[]
  /** Makes the next sends fail with these errors, one each. */
  failNextSends(...errors: readonly Error[]): void
  /** Makes the next send end in this receipt. */
  answerNextSend(receipt: Partial<SendReceipt>): void
  /** The body of a request with which it reports; the header `x-signed: yes` makes it its own. */
  reportBody(reports: readonly ReportedSend[]): Uint8Array
}

export function fakeSender(name = 'fake'): FakeSender {
  const sent: FakeSend[] = []
  const failures: Error[] = []
  const answers: Partial<SendReceipt>[] = []
  return {
    name,
    sent,
    failNextSends: (...errors) => void failures.push(...errors),
    answerNextSend: (receipt) => void answers.push(receipt),
    async send(message, tenant) {
      const failure = failures.shift()
      if (failure !== undefined) throw failure
      const files: string[] = []
      for (const { open } of message.attachments ?? []) files.push((await buffer(open())).toString())
      sent.push({ tenant, message, files })
      return { providerId: `${name}-${sent.length}`, ...answers.shift() }
    },
    reportBody: (reports) => Buffer.from(JSON.stringify(reports)),
    reports: {
      async receive({ headers, body }) {
        if (headers.get('x-signed') !== 'yes') throw new GuichetError('signature-refused', 'not signed')
        const reports = JSON.parse(Buffer.from(body).toString()) as (ReportedSend & { at: string })[]
        return reports.map((report) => ({ ...report, at: new Date(report.at) }))
      },
    },
  }
}
