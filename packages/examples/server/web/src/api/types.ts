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
export type Message = Json<core.Message>
export type AddressMark = Json<core.AddressMark>
export type Attachment = Json<core.Attachment>
export type Folder = Json<core.Folder>
export type FolderView = Json<core.FolderView>
export type IntegrationView = Json<core.IntegrationView>
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
  Condition,
  ConversationChanges,
  FolderInput,
  InboxEventType,
  IntegrationChanges,
  IntegrationInput,
  ReplyInput,
  Rule,
  Status,
} from '@guichet/core'

/** Who is looking, and what they may do. */
export interface Session {
  readonly tenant: string
  readonly user: { readonly id: string; readonly name: string | null }
  readonly role: 'admin' | 'agent' | 'viewer'
}
