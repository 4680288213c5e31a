import { addressChecks } from './contract/addresses.ts'
import { answerChecks } from './contract/answers.ts'
import { arrivalChecks } from './contract/arrivals.ts'
import { callbackChecks } from './contract/callbacks.ts'
import type { ContractCheck } from './contract/check.ts'
import { claimChecks } from './contract/claims.ts'
import { contactAliasChecks } from './contract/contact-aliases.ts'
import { contactChangeChecks } from './contract/contact-changes.ts'
import { contactChecks } from './contract/contacts.ts'
import { conversationChecks } from './contract/conversations.ts'
import { directoryChecks } from './contract/directory.ts'
import { endpointDeliveryChecks } from './contract/endpoint-deliveries.ts'
import { endpointChecks } from './contract/endpoints.ts'
import { eventChecks } from './contract/events.ts'
import { fetchedFileChecks } from './contract/fetched-files.ts'
import { folderChecks } from './contract/folders.ts'
import { integrationChecks } from './contract/integrations.ts'
import { jobChecks } from './contract/jobs.ts'
import { leaseChecks } from './contract/leases.ts'
import { loginChecks } from './contract/logins.ts'
import { mailChecks } from './contract/mails.ts'
import { mergeChecks } from './contract/merges.ts'
import { messageChecks } from './contract/messages.ts'
import { outboxChecks } from './contract/outbox.ts'
import { outboxBatchChecks } from './contract/outbox-batches.ts'
import { outboxDecisionChecks } from './contract/outbox-decisions.ts'
import { readingChecks } from './contract/readings.ts'
import { removalChecks } from './contract/removal.ts'
import { sourceChecks } from './contract/sources.ts'
import { tenantChecks } from './contract/tenants.ts'
import { textChecks } from './contract/texts.ts'
import { threadChangeChecks } from './contract/thread-changes.ts'
import { threadChecks } from './contract/threads.ts'
import { threadByAddressChecks } from './contract/threads-by-address.ts'
import { transactionChecks } from './contract/transactions.ts'
import { uploadChecks } from './contract/uploads.ts'

/**
 * What every `Storage` promises, for any test runner: `for (const check of storageContract) it(check.name, () =>
 * check.run(open))`. `open` gives a migrated storage, a new one or the same each time, that runs on the real
 * time; closing it is the caller's. Checks use tenants of their own and run one after another; give each 20 s.
 */
export const storageContract: readonly ContractCheck[] = [
  ...transactionChecks,
  ...tenantChecks,
  ...integrationChecks,
  ...loginChecks,
  ...answerChecks,
  ...claimChecks,
  ...messageChecks,
  ...textChecks,
  ...sourceChecks,
  ...removalChecks,
  ...readingChecks,
  ...callbackChecks,
  ...directoryChecks,
  ...threadChecks,
  ...threadByAddressChecks,
  ...fetchedFileChecks,
  ...threadChangeChecks,
  ...conversationChecks,
  ...mergeChecks,
  ...contactChecks,
  ...contactAliasChecks,
  ...contactChangeChecks,
  ...folderChecks,
  ...outboxChecks,
  ...mailChecks,
  ...uploadChecks,
  ...outboxBatchChecks,
  ...outboxDecisionChecks,
  ...arrivalChecks,
  ...addressChecks,
  ...eventChecks,
  ...endpointChecks,
  ...endpointDeliveryChecks,
  ...leaseChecks,
  ...jobChecks,
]
