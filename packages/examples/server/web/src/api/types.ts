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
export type MessageContent = Json<core.MessageContent>
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
  FolderInput,
  InboxEventType,
  IntegrationChanges,
  IntegrationInput,
  Medium,
  ReplyInput,
  Rule,
  Status,
  TextMeasure,
  TextTemplate,
} from '@guichet/core'

/** A URL to which events are posted; its secret is not among what is told of it. */
export interface EndpointView {
  readonly id: string
  readonly url: string
  readonly description: string
  /** Empty: all. */
  readonly eventTypes: readonly string[]
  readonly state: 'enabled' | 'disabled'
  readonly because: 'person' | 'gone' | 'failing' | null
  readonly failures: number
  readonly failingSince: string | null
  readonly restsUntil: string | null
}

export interface EndpointInput {
  readonly url: string
  readonly description: string
  readonly eventTypes: readonly string[]
}

/** The only moments at which the secret is told: creation and rotation. */
export interface EndpointWithSecret extends EndpointView {
  readonly secret: string
}

export type DeliveryState = 'waiting' | 'delivered' | 'failed' | 'dead'

export interface EndpointDeliveryRow {
  readonly id: string
  readonly eventType: string
  readonly state: DeliveryState
  readonly attempts: number
  readonly nextAttemptAt: string | null
  readonly createdAt: string
}

export interface EndpointDelivery extends EndpointDeliveryRow {
  readonly payload: string
  /** Oldest first. */
  readonly log: readonly DeliveryAttempt[]
}

export interface DeliveryAttempt {
  readonly at: string
  readonly status: number | null
  readonly durationMs: number | null
  readonly error: string | null
  readonly excerpt: string
}

/** Who is looking, and what they may do. */
export interface Session {
  readonly tenant: string
  readonly user: { readonly id: string; readonly name: string | null }
  readonly role: 'admin' | 'agent' | 'viewer'
}
