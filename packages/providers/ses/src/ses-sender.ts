import {
  type Clock,
  type MailSender,
  type OutboundMessage,
  plainAddress,
  systemClock,
  type TenantId,
} from '@guichet/core'
import { composeMessage } from '@guichet/mail-composer'
import { sesMailId } from './mail-id.ts'
import { receiveReports } from './reports/receive-reports.ts'
import { messageTag, tenantTag } from './reports/tags.ts'
import { openClient } from './sending/open-client.ts'
import { sesError } from './sending/ses-error.ts'

export interface SesOptions {
  /** `eu-west-3`, for instance. */
  readonly region: string
  /** Of a user that may do `ses:SendEmail` and `ses:SendRawEmail`; found as AWS programs find them unless told. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Its event destination tells SNS what became of every message. */
  readonly configurationSet?: string
  /** The SNS topics that may report; none unless told. Anybody at AWS can sign a message about another topic. */
  readonly topics?: readonly string[]
  /** `ses` unless told. */
  readonly name?: string
  /** Until an answer must be there; 30 000 unless told. */
  readonly timeoutMs?: number
  /** Another address than Amazon's: for tests. */
  readonly endpoint?: string
  readonly clock?: Clock
}

/** Encoded, as it travels. */
const limit = { bytes: 40 * 1024 * 1024, whose: 'Amazon SES takes' }

/**
 * Sends mail through Amazon SES (SendEmail, raw). SES writes its own Message-ID and says which. It is asked once: its
 * program would ask again by itself, and a message could leave twice.
 */
export function sesSender(options: SesOptions): MailSender {
  const { region, topics = [], clock = systemClock() } = options
  const client = openClient(options)
  const sender: MailSender = {
    name: options.name ?? 'ses',
    async send(message, tenant) {
      const { raw, envelope } = await composeMessage(message, { limit })
      const from = plainAddress('from', message.from.address, 'Amazon SES')
      const to = envelope.to.map((address) => plainAddress('to', address, 'Amazon SES'))
      const { sdk, sesv2 } = await client()
      try {
        const { MessageId } = await sesv2.send(
          new sdk.SendEmailCommand({
            FromEmailAddress: from,
            Destination: { ToAddresses: to },
            Content: { Raw: { Data: raw } },
            EmailTags: tagsOf(message, tenant),
            ...(options.configurationSet === undefined
              ? {}
              : { ConfigurationSetName: options.configurationSet }),
          }),
        )
        if (MessageId === undefined) return { providerId: null }
        return { providerId: MessageId, mailId: sesMailId(MessageId, region) }
      } catch (thrown) {
        throw sesError(thrown)
      }
    },
    async verify() {
      const { sdk, sesv2 } = await client()
      try {
        await sesv2.send(new sdk.GetAccountCommand({}))
      } catch (thrown) {
        throw sesError(thrown)
      }
    },
    close: client.close,
  }
  return topics.length === 0
    ? sender
    : { ...sender, reports: { receive: receiveReports({ topics, region, clock }) } }
}

/** Values of tags are letters, digits, dashes and underscores: a tenant's id may hold dots. */
function tagsOf({ id }: OutboundMessage, tenant: TenantId): { Name: string; Value: string }[] {
  return [
    { Name: tenantTag, Value: Buffer.from(tenant).toString('base64url') },
    { Name: messageTag, Value: id },
  ]
}
