export { describeAccountProblem } from './account-words/account-words.ts'
export { attachmentLabels } from './content/attachment-labels.ts'
export { safeFileName } from './content/file-names.ts'
export { type HtmlTextOptions, htmlToText } from './content/html-to-text.ts'
export { purposeHeaders } from './content/purpose-headers.ts'
export { isRunnableName } from './content/runnable-name.ts'
export { type SafeHtml, type SanitiseOptions, sanitiseHtml } from './content/sanitise-html.ts'
export { diskBlobs } from './disk-blobs.ts'
export type { HostKey } from './encryption.ts'
export * from './errors.ts'
export { idempotencyKeySchema } from './idempotency-key.ts'
export { createInbox, type InboxOptions } from './inbox.ts'
export type * from './inbox-api.ts'
export type * from './inbox-contacts.ts'
export type * from './inbox-conversations.ts'
export type * from './inbox-endpoints.ts'
export type * from './inbox-mailer.ts'
export { jsonLog } from './json-log.ts'
export {
  type AccountProblem,
  type AccountProblemFacts,
  type AccountProblemKey,
  type AccountServer,
  accountProblemKeys,
  type Language,
  languages,
  type ProblemWords,
} from './model/account-problem.ts'
export { type Address, addressKey, addressSchema, type Medium } from './model/address.ts'
export {
  type AddressMark,
  type AddressMarkName,
  addressMarks,
  type Correspondent,
} from './model/address-mark.ts'
export { type Arrival, type ArrivalState, arrivalStates, supersedes } from './model/arrival.ts'
export {
  type Authentication,
  type AuthenticationVerdict,
  authenticationVerdicts,
  type SenderWarning,
  type SenderWarningKind,
  senderWarningKinds,
  type UnprovenSenders,
} from './model/authentication.ts'
export { baseSubject, hasReplyPrefix } from './model/base-subject.ts'
export type { ChannelTypeView, WebhookView } from './model/channel-type.ts'
export { type Contact, type ContactLikeness, type ContactMerge, contactLikenesses } from './model/contact.ts'
export { contactWords, sortName } from './model/contact-words.ts'
export {
  type Conversation,
  type Page,
  type Priority,
  priorities,
  type Status,
  type StatusFilter,
  statuses,
  statusFilters,
} from './model/conversation.ts'
export {
  type DeliverabilityReport,
  type DeliverabilitySubject,
  type DnsRecord,
  type DomainSender,
  type Finding,
  type FindingKey,
  type FindingState,
  findingKeys,
} from './model/deliverability.ts'
export { type InboxEvent, type InboxEventType, inboxEventTypes, type NewInboxEvent } from './model/event.ts'
export {
  type Condition,
  type Folder,
  type FolderCounts,
  type FolderInput,
  type FolderView,
  type Rule,
  ruleSchema,
  type SystemFolderKey,
  systemFolderKeys,
} from './model/folder.ts'
export type { GapCounts, GapReport, SourceGap } from './model/gap-report.ts'
export { headerText } from './model/header-text.ts'
export {
  type Cursor,
  type Integration,
  type SendHold,
  type SourceReport,
  type SourceRole,
  type SourceState,
  type SyncState,
  type SyncStatus,
  sourceRoles,
} from './model/integration.ts'
export { type KnownSender, knownSenders } from './model/known-senders.ts'
export {
  type DroppedRecipient,
  type Mail,
  type MailAttachment,
  type MailPriority,
  mailPriorities,
  type NewMail,
} from './model/mail.ts'
export type * from './model/mail-parts.ts'
export { mailbox } from './model/mailbox.ts'
export type { Merge, MergedFields } from './model/merge.ts'
export {
  type Attachment,
  type Delivery,
  type DeliveryState,
  type Direction,
  deliveryStates,
  type FetchState,
  type JoinRefusal,
  joinRefusals,
  type Message,
  type RefusedConversation,
  type ThreadingDecision,
  type ThreadingRule,
  type ThreadMove,
  threadingRules,
  type UploadedFile,
} from './model/message.ts'
export type * from './model/message-content.ts'
export {
  type CounterName,
  type GaugeName,
  type HistogramName,
  type MetricDefinition,
  type MetricLabels,
  type MetricName,
  metricDefinitions,
} from './model/metric.ts'
export type { OnceRequest } from './model/once-request.ts'
export type { OutboxChange, OutboxEntry, OutboxSettlement, SendLimit } from './model/outbox.ts'
export {
  type DropReason,
  dropReasons,
  type RecipientConcern,
  type RecipientDrop,
  type RecipientMode,
  type Recipients,
  type RecipientWarning,
  recipientConcerns,
  recipientModes,
} from './model/recipients.ts'
export type { ReplyPart, ReplyPartKind, TextParts } from './model/reply-part.ts'
export { type Secret, secret } from './model/secret.ts'
export { type Actor, type TenantId, tenantIdSchema } from './model/tenant.ts'
export { cleanText, foldText, snippetOf } from './model/text.ts'
export { type ChosenTemplate, type ReplyRefusal, replyRefusals } from './model/texting.ts'
export { maxAttachedBytes, type StoredUpload, type Upload } from './model/upload.ts'
export {
  type DeliveryFailure,
  type DeliveryFailureKind,
  type DeliveryReport,
  type DetailedJudgement,
  type Judgement,
  type ReportedArrival,
  type Verdict,
  verdicts,
} from './model/verdict.ts'
export {
  type DeliveryAttempt,
  type EndpointDelivery,
  type EndpointDeliveryState,
  type EndpointHealth,
  endpointDeliveryStates,
  type WebhookEndpoint,
} from './model/webhook-endpoint.ts'
export { plainAddress, wireAddress } from './model/wire-address.ts'
export type * from './ports/accounts.ts'
export type * from './ports/address-records.ts'
export type * from './ports/answer-records.ts'
export type * from './ports/blobs.ts'
export type * from './ports/callback-records.ts'
export type * from './ports/channel.ts'
export type { Clock } from './ports/clock.ts'
export type * from './ports/contact-records.ts'
export type * from './ports/directory.ts'
export type * from './ports/dns.ts'
export type * from './ports/endpoint-records.ts'
export {
  type Job,
  type JobBacklog,
  type JobOptions,
  type JobQueue,
  type JobRunner,
  jobQueues,
  maxJobAttempts,
  type NewJob,
  type QueueBacklog,
} from './ports/jobs.ts'
export type { Lease, Leases, RenewedLease } from './ports/leases.ts'
export type { Log, LogFields } from './ports/log.ts'
export type { LoginRecords, PendingSignIn } from './ports/login-records.ts'
export type * from './ports/mail-records.ts'
export type * from './ports/mail-sender.ts'
export type * from './ports/mail-templates.ts'
export type { Metrics } from './ports/metrics.ts'
export type * from './ports/outbound-message.ts'
export type * from './ports/outbox-records.ts'
export type * from './ports/reading-records.ts'
export type * from './ports/records.ts'
export type * from './ports/sent-copies.ts'
export type * from './ports/source-records.ts'
export type { Storage, Transaction } from './ports/storage.ts'
export type * from './ports/texting.ts'
export type * from './ports/upload-records.ts'
export type * from './ports/webhook.ts'
export type * from './ports/webhook-poster.ts'
export type { MessageListener } from './process.ts'
export { isPublicAddress, publicHost } from './public-address.ts'
export {
  type HostOptions,
  type PrivateHosts,
  privateHostCode,
  publicAddresses,
  type ResolvedAddress,
  type ResolveHost,
} from './public-lookup.ts'
export { type SafeFetchOptions, safeFetch } from './safe-fetch.ts'
export {
  type SafeRequest,
  type SafeRequestOptions,
  type SafeResponse,
  safeRequest,
} from './safe-request.ts'
export { type FallbackOptions, fallback } from './sending/senders/fallback.ts'
export { sharedSender } from './sending/senders/shared-sender.ts'
export { judge } from './steps/judge.ts'
export { type Addressed, type RecipientIdentity, recipients } from './steps/recipients.ts'
export { systemClock } from './system-clock.ts'
export { systemDns } from './system-dns.ts'
export {
  type AnswerHistory,
  type AnswerLimit,
  type AnswerLimits,
  defaultAnswerLimits,
} from './verdicts/answer-limits.ts'
export {
  type AnswerFacts,
  type AutomaticAnswerDecision,
  mayAnswerAutomatically,
} from './verdicts/may-answer-automatically.ts'
