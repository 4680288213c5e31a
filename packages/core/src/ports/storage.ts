import type { TenantId } from '../model/tenant.ts'
import type { AddressRecords, ArrivalRecords } from './address-records.ts'
import type { AnswerRecords } from './answer-records.ts'
import type { CallbackRecords, KeepOutcome, NewCallback } from './callback-records.ts'
import type { ContactMergeRecords, ContactRecords } from './contact-records.ts'
import type { Directory } from './directory.ts'
import type { EndpointRecords } from './endpoint-records.ts'
import type { JobRunner, NewJob } from './jobs.ts'
import type { Leases } from './leases.ts'
import type { LoginRecords } from './login-records.ts'
import type { MailRecords } from './mail-records.ts'
import type { OutboxRecords } from './outbox-records.ts'
import type { ReadingRecords } from './reading-records.ts'
import type {
  ConversationRecords,
  EventRecords,
  FolderRecords,
  IntegrationRecords,
  KeyRecords,
  MergeRecords,
  MessageRecords,
  ThreadRecords,
} from './records.ts'
import type { SourceRecords } from './source-records.ts'
import type { UploadRecords } from './upload-records.ts'

/**
 * Keeps everything of every tenant. Records are reachable only inside a transaction that is bound to one
 * tenant; what is not found in that tenant does not exist.
 */
export interface Storage {
  /** Brings the schema up to date. Safe to call from many processes at once; forward only. */
  migrate(): Promise<void>
  /**
   * Runs `work` in one transaction: all of it is durable when the promise resolves, none of it when it
   * rejects. `work` must use the `tx` it is given, must not call the network, and may be run again after a
   * serialisation conflict.
   */
  transaction<Result>(tenant: TenantId, work: (tx: Transaction) => Promise<Result>): Promise<Result>
  /**
   * Keeps callbacks of a tenant whose ids are new in their integrations, and says for each what became of it, in the
   * order given; waits for whoever is keeping the same id at the moment. Durable when it resolves. Every request from
   * outside runs through it, so it is a transaction of its own and as short as can be.
   */
  keepCallbacks(tenant: TenantId, callbacks: readonly NewCallback[]): Promise<readonly KeepOutcome[]>
  /** Runs jobs that transactions have enqueued. */
  readonly jobs: JobRunner
  /** Spreads the integrations that are listened to over all workers. This and `endpointTenants` cross tenants. */
  readonly leases: Leases
  /** Tenants that have webhook endpoints: what a worker has to look after besides the integrations. */
  endpointTenants(): Promise<readonly TenantId[]>
  /** Whose a request from outside is: this crosses tenants as well. */
  readonly directory: Directory
  /** Calls back soon after a commit of any process changed something of a tenant. Returns how to stop. */
  onCommit(callback: (tenant: TenantId) => void): Promise<() => void>
  /** Releases connections and files. Nothing may be called afterwards. */
  close(): Promise<void>
}

/** One tenant's records, inside one transaction. */
export interface Transaction {
  readonly tenant: TenantId
  readonly integrations: IntegrationRecords
  readonly logins: LoginRecords
  readonly messages: MessageRecords
  readonly sources: SourceRecords
  readonly readings: ReadingRecords
  readonly callbacks: CallbackRecords
  readonly threads: ThreadRecords
  readonly conversations: ConversationRecords
  readonly merges: MergeRecords
  readonly contacts: ContactRecords
  readonly contactMerges: ContactMergeRecords
  readonly folders: FolderRecords
  readonly outbox: OutboxRecords
  readonly mails: MailRecords
  readonly uploads: UploadRecords
  readonly arrivals: ArrivalRecords
  readonly addresses: AddressRecords
  readonly events: EventRecords
  readonly endpoints: EndpointRecords
  readonly answers: AnswerRecords
  readonly keys: KeyRecords
  /** Jobs become visible to workers when the transaction commits. */
  enqueue(jobs: readonly NewJob[]): Promise<void>
}
