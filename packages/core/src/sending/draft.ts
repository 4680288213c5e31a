import type { ReplyInput } from '../inbox-conversations.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Integration } from '../model/integration.ts'
import type { Message } from '../model/message.ts'
import type { ChosenTemplate } from '../model/texting.ts'
import type { ChannelType } from '../ports/channel.ts'

/** An answer that somebody wants to give, with everything that it depends on. */
export interface Writing {
  readonly conversation: Conversation
  readonly integration: Integration
  readonly channel: ChannelType
  /** As the channel type checked them. */
  readonly settings: unknown
  /** The message that it answers. */
  readonly answered: Message
  readonly request: ReplyInput
}

/** What an answer is on its medium. */
export interface Draft {
  /** Whom it goes to, how it is threaded, what it says. */
  readonly message: Pick<
    Message,
    'mailId' | 'to' | 'replyTo' | 'subject' | 'text' | 'inReplyTo' | 'references'
  >
  /** Empty on media that have none. */
  readonly html: string
  readonly template: ChosenTemplate | null
}
