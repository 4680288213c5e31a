import type { ReplyInput } from '../../inbox-conversations.ts'
import type { Language } from '../../model/account-problem.ts'
import type { Address } from '../../model/address.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Integration } from '../../model/integration.ts'
import type { Message } from '../../model/message.ts'
import type { RecipientMode } from '../../model/recipients.ts'
import type { Actor } from '../../model/tenant.ts'
import type { ChosenTemplate } from '../../model/texting.ts'
import type { ChannelType } from '../../ports/channel.ts'

/** What somebody wants to send, after it was checked. */
export interface SendRequest extends Omit<ReplyInput, 'mode' | 'to' | 'cc' | 'bcc'> {
  readonly actor: Actor
  readonly mode?: RecipientMode
  readonly to?: readonly Address[]
  readonly cc?: readonly Address[]
  readonly bcc?: readonly Address[]
  /** Of the lines above a message that is passed on. */
  readonly language?: Language
}

/** An answer that somebody wants to give, with everything that it depends on. */
export interface Writing {
  readonly conversation: Conversation
  readonly integration: Integration
  readonly channel: ChannelType
  /** As the channel type checked them. */
  readonly settings: unknown
  /** The message that it answers, or passes on. */
  readonly answered: Message
  readonly request: SendRequest
}

/** What an answer is on its medium. */
export interface Draft {
  /** Whom it goes to, how it is threaded, what it says. */
  readonly message: Pick<
    Message,
    'mailId' | 'to' | 'cc' | 'bcc' | 'replyTo' | 'subject' | 'text' | 'inReplyTo' | 'references'
  >
  /** Empty on media that have none. */
  readonly html: string
  readonly template: ChosenTemplate | null
}
