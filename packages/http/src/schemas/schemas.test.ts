import type {
  Address,
  AddressMark,
  ChannelTypeView,
  Contact,
  ContactMergeResult,
  ContactMergeView,
  ContactSuggestion,
  Conversation,
  Discovery,
  Folder,
  FolderView,
  GapReport,
  InboxEvent,
  IntegrationView,
  MergeResult,
  MergeView,
  Message,
  MessageContent,
  MessageExplanation,
  RecipientChoice,
  ReplyOptions,
  TextMeasure,
  Upload,
} from '@guichet/core'
import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { DeepReadonly } from '../operation.ts'
import type {
  addressMarkSchema,
  addressSchema,
  contactMergeResultSchema,
  contactMergeViewSchema,
  contactSchema,
  contactSuggestionSchema,
} from './contact.ts'
import type { conversationSchema, mergeResultSchema, mergeViewSchema } from './conversation.ts'
import type { eventSchema } from './event.ts'
import type { folderSchema, folderViewSchema } from './folder.ts'
import type { channelTypeSchema, discoverySchema, gapReportSchema, integrationSchema } from './integration.ts'
import type { explanationSchema, messageSchema } from './message.ts'
import type { messageContentSchema } from './message-content.ts'
import type { recipientChoiceSchema, replyOptionsSchema, textMeasureSchema } from './reply.ts'
import type { uploadSchema } from './upload.ts'

type Described<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>

it('describes every record of the SDK completely (checked by the compiler)', () => {
  expectTypeOf<Described<typeof addressSchema>>().toEqualTypeOf<Address>()
  expectTypeOf<Described<typeof addressMarkSchema>>().toEqualTypeOf<AddressMark>()
  expectTypeOf<Described<typeof contactSchema>>().toEqualTypeOf<Contact>()
  expectTypeOf<Described<typeof contactMergeResultSchema>>().toEqualTypeOf<ContactMergeResult>()
  expectTypeOf<Described<typeof contactMergeViewSchema>>().toEqualTypeOf<ContactMergeView>()
  expectTypeOf<Described<typeof contactSuggestionSchema>>().toEqualTypeOf<ContactSuggestion>()
  expectTypeOf<Described<typeof conversationSchema>>().toEqualTypeOf<Conversation>()
  expectTypeOf<Described<typeof mergeResultSchema>>().toEqualTypeOf<MergeResult>()
  expectTypeOf<Described<typeof mergeViewSchema>>().toEqualTypeOf<MergeView>()
  expectTypeOf<Readonly<z.output<typeof folderSchema>>>().toEqualTypeOf<Folder>()
  expectTypeOf<Readonly<z.output<typeof folderViewSchema>['counts']>>().toEqualTypeOf<FolderView['counts']>()
  expectTypeOf<Described<typeof integrationSchema>>().toEqualTypeOf<IntegrationView>()
  expectTypeOf<Described<typeof channelTypeSchema>>().toEqualTypeOf<ChannelTypeView>()
  expectTypeOf<Described<typeof discoverySchema>>().toEqualTypeOf<Discovery>()
  expectTypeOf<Described<typeof eventSchema>>().toEqualTypeOf<InboxEvent>()
  expectTypeOf<Described<typeof gapReportSchema>>().toEqualTypeOf<GapReport>()
  expectTypeOf<Described<typeof messageSchema>>().toEqualTypeOf<Message>()
  expectTypeOf<Described<typeof recipientChoiceSchema>>().toEqualTypeOf<RecipientChoice>()
  expectTypeOf<Described<typeof replyOptionsSchema>>().toEqualTypeOf<ReplyOptions>()
  expectTypeOf<Described<typeof textMeasureSchema>>().toEqualTypeOf<TextMeasure>()
  expectTypeOf<Described<typeof uploadSchema>>().toEqualTypeOf<Upload>()
  expectTypeOf<Described<typeof explanationSchema>>().toEqualTypeOf<MessageExplanation>()
  expectTypeOf<Described<typeof messageContentSchema>>().branded.toEqualTypeOf<MessageContent>()
})
