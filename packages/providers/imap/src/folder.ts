import type { GuichetError, MessageOrigin } from '@guichet/core'
import type { ImapFlow, MailboxObject } from 'imapflow'
import { z } from 'zod'
import type { Account } from './connect.ts'
import { type Endpoint, folderMissing, folderRefused, imapError } from './errors.ts'
import { fetchInfos, fetchMessages, fetchPieces, type LargeMessage } from './fetch.ts'
import { folderPaths } from './list-folders.ts'
import { type Snapshot, uidSet } from './range.ts'
import { search, searchRange, vanishedSince } from './search.ts'

/** A message without its body. */
export interface MessageInfo {
  readonly size: number
  readonly internalDate: Date | undefined
  readonly origin: MessageOrigin | undefined
}

export interface WholeMessage {
  readonly source: Uint8Array
  readonly internalDate: Date | undefined
  readonly origin: MessageOrigin | undefined
}

/** One folder, opened read-only: nothing here changes a flag. Every method throws a `GuichetError`. */
export interface OpenFolder {
  readonly path: string
  readonly endpoint: Endpoint
  readonly uidValidity: string
  readonly mailboxId: string | null
  /** As it was when it was opened. */
  readonly snapshot: Snapshot
  /** Whether the server can tell what vanished (QRESYNC, RFC 7162). */
  readonly tellsVanished: boolean
  /** Makes the server look for mail that arrived since: some show it during a SEARCH only seconds later. */
  refresh(): Promise<void>
  /** UIDs that exist in a range such as `1:*`, ascending. */
  uids(range: string): Promise<readonly number[]>
  /** Unsent messages, which are no mail: on Gmail `\All` has them too. */
  drafts(): Promise<readonly number[]>
  /** UIDs up to `highestUid` that went since a modification sequence, and perhaps some that never were. */
  vanishedSince(modseq: string, highestUid: number): Promise<readonly number[]>
  /** Of these UIDs, those of messages larger than so many bytes. */
  largerThan(uids: readonly number[], bytes: number): Promise<readonly number[]>
  /** In this and the next a message that the server leaves out is absent. */
  infos(uids: readonly number[]): Promise<ReadonlyMap<number, MessageInfo>>
  messages(uids: readonly number[]): Promise<ReadonlyMap<number, WholeMessage>>
  /** One message in pieces, for those too large to be held; can be read more than once. */
  stream(message: LargeMessage): AsyncIterable<Uint8Array>
  release(): void
}

/**
 * Opens a folder with EXAMINE, also when it is open already: that is what makes every server show new mail
 * and a changed UIDVALIDITY. Throws `folder-missing` with the folders that exist. An error whose field is
 * `folders` concerns this folder alone.
 */
export async function openFolder(account: Account, path: string): Promise<OpenFolder> {
  const { client, endpoint } = account
  const mailbox = await examine(client, path, endpoint)
  // While the lock is held imapflow keeps a quiet connection alive: storing a batch may take minutes.
  const lock = await client.getMailboxLock(path, { readOnly: true })
  const guarded = <Value>(work: Promise<Value>): Promise<Value> =>
    work.catch((error: unknown) => {
      throw imapError(error, endpoint)
    })
  return {
    path,
    endpoint,
    uidValidity: String(mailbox.uidValidity),
    mailboxId: mailbox.mailboxId ?? null,
    snapshot: snapshotOf(mailbox),
    tellsVanished: client.enabled.has('QRESYNC') && mailbox.noModseq !== true,
    refresh: () => guarded(client.noop()),
    uids: (range) => guarded(searchRange(account, range)),
    drafts: () => guarded(search(account, { draft: true })),
    vanishedSince: (modseq, highestUid) => guarded(vanishedSince(client, modseq, highestUid)),
    largerThan: (uids, larger) => guarded(search(account, { uid: uidSet(uids), larger })),
    infos: (uids) => guarded(fetchInfos(client, uids)),
    messages: (uids) => guarded(fetchMessages(client, uids)),
    stream: (message) => ({ [Symbol.asyncIterator]: () => fetchPieces(client, message, endpoint) }),
    release: () => lock.release(),
  }
}

/** Servers leave parts out or send 0; nothing of that may become a cursor. imapflow's types promise too much. */
const mailboxSchema = z.object({
  uidNext: z.int().min(1).nullable().catch(null).default(null),
  exists: z.int().min(0).catch(0).default(0),
  highestModseq: z.bigint().min(1n).nullable().catch(null).default(null),
})

function snapshotOf(mailbox: MailboxObject): Snapshot {
  const { uidNext, exists, highestModseq } = mailboxSchema.parse(mailbox)
  return { uidNext, exists, modseq: mailbox.noModseq ? null : (highestModseq?.toString() ?? null) }
}

const missingSchema = z.object({ mailboxMissing: z.literal(true) })

async function examine(client: ImapFlow, path: string, endpoint: Endpoint): Promise<MailboxObject> {
  try {
    const mailbox = await client.mailboxOpen(path, { readOnly: true })
    if (mailbox.uidValidity) return mailbox
  } catch (error) {
    if (missingSchema.safeParse(error).success) {
      throw folderMissing(path, await folderPaths(client, endpoint), endpoint)
    }
    throw refusal(error, client, path, endpoint)
  }
  // A folder without UIDVALIDITY, or with 0, cannot be resumed: better to say so than to double mail.
  throw folderRefused(path, 'gives no UIDVALIDITY for the folder', endpoint)
}

/** A folder that is listed but cannot be opened is its own trouble, not that of the connection. */
function refusal(error: unknown, client: ImapFlow, path: string, endpoint: Endpoint): GuichetError {
  const failure = imapError(error, endpoint)
  const isRefusal = failure.code === 'protocol-error' && client.usable
  return isRefusal ? folderRefused(path, 'refuses to open the folder', endpoint) : failure
}
