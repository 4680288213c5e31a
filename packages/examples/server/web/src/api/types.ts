import type * as core from '@guichet/core'

/** A record of core as it travels: dates are ISO strings. */
type Json<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Json<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Json<Value[Key]> }
      : Value

export type Conversation = Json<core.Conversation>
export type Contact = Json<core.Contact>
export type ContactMergeResult = Json<core.ContactMergeResult>
export type ContactMergeView = Json<core.ContactMergeView>
export type ContactSuggestion = Json<core.ContactSuggestion>
export type Message = Json<core.Message>
export type AddressMark = Json<core.AddressMark>
export type Attachment = Json<core.Attachment>
export type Folder = Json<core.Folder>
export type FolderView = Json<core.FolderView>
export type IntegrationView = Json<core.IntegrationView>
export type ReplyOptions = Json<core.ReplyOptions>
export type RecipientChoice = Json<core.RecipientChoice>
export type EndpointView = Json<core.EndpointView>
export type EndpointWithSecret = Json<core.EndpointWithSecret>
export type EndpointDelivery = Json<core.EndpointDelivery>
export type EndpointDeliveryRow = Json<core.DeliveryView>
export type Mail = Omit<Json<core.Mail>, 'attachments'> & {
  /** Where their bytes are is the server's business. */
  readonly attachments: readonly Omit<Json<core.MailAttachment>, 'blobKey'>[]
}
/** A mail without what it says. */
export type MailSummary = Omit<Mail, 'text' | 'html'>
export type MessageContent = Json<core.MessageContent>
export type DeliverabilityReport = Json<core.DeliverabilityReport>
export type Finding = Json<core.Finding>
export type GapReport = Json<core.GapReport>
export type InboxEvent = Json<core.InboxEvent>
export type MergeResult = Json<core.MergeResult>
export type MergeView = Json<core.MergeView>
export type MessageExplanation = Json<core.MessageExplanation>
export type Page<Item> = core.Page<Item>
export type {
  AccountProvider,
  Address,
  ChannelTypeView,
  ChosenTemplate,
  Condition,
  ConversationChanges,
  DeliveryAttempt,
  EndpointDeliveryState as DeliveryState,
  FolderInput,
  InboxEventType,
  IntegrationChanges,
  IntegrationInput,
  KnownSender,
  Medium,
  ReplyInput,
  Rule,
  Status,
  TextMeasure,
  TextTemplate,
} from '@guichet/core'

/** When an answer shall leave, and under which condition. */
export interface Plan {
  /** ISO 8601. */
  readonly sendAt: string
  /** It is cancelled when the customer writes before. */
  readonly cancelIfAnswered: boolean
}

/** What a form holds of an endpoint: any names may be typed, the server knows the events. */
export interface EndpointInput {
  readonly url: string
  readonly description: string
  readonly eventTypes: readonly string[]
}

/** Who is looking, and what they may do. */
export interface Session {
  readonly tenant: string
  readonly user: { readonly id: string; readonly name: string | null }
  readonly role: 'admin' | 'agent' | 'viewer'
}
