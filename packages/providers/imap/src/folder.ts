import { GuichetError } from '@guichet/core'
import type { ImapFlow, SearchObject } from 'imapflow'
import { z } from 'zod'
import type { Account } from './connect.ts'
import { type Endpoint, folderMissing, imapError, protocolError } from './errors.ts'
import { uidSet } from './range.ts'

/** A message without its body. */
export interface MessageInfo {
  readonly size: number
  readonly internalDate: Date | undefined
}

export interface WholeMessage {
  readonly source: Uint8Array
  readonly internalDate: Date | undefined
}

/** One folder, opened read-only: nothing here changes a flag. Every method throws a `GuichetError`. */
export interface OpenFolder {
  readonly path: string
  readonly endpoint: Endpoint
  readonly uidValidity: string
  /** Makes the server look for mail that arrived since: some show it during a SEARCH only seconds later. */
  refresh(): Promise<void>
  /** UIDs that exist in a range such as `1:*`, ascending. */
  uids(range: string): Promise<readonly number[]>
  /** Of these UIDs, those of messages larger than so many bytes. */
  largerThan(uids: readonly number[], bytes: number): Promise<readonly number[]>
  /** In this and the next a message that the server leaves out is absent. */
  infos(uids: readonly number[]): Promise<ReadonlyMap<number, MessageInfo>>
  messages(uids: readonly number[]): Promise<ReadonlyMap<number, WholeMessage>>
  /** One message in pieces, for those too large to be held; can be read more than once. */
  stream(uid: number): AsyncIterable<Uint8Array>
  release(): void
}

const pieceBytes = 1024 * 1024

/**
 * Opens a folder with EXAMINE, also when it is open already: that is what makes every server show new mail
 * and a changed UIDVALIDITY. Throws `folder-missing` with the folders that exist.
 */
export async function openFolder({ client, endpoint }: Account, path: string): Promise<OpenFolder> {
  const { uidValidity } = await examine(client, path, endpoint)
  // While the lock is held imapflow keeps a quiet connection alive: storing a batch may take minutes.
  const lock = await client.getMailboxLock(path, { readOnly: true })
  const guarded = <Value>(work: Promise<Value>): Promise<Value> =>
    work.catch((error: unknown) => {
      throw imapError(error, endpoint)
    })
  return {
    path,
    endpoint,
    uidValidity: String(uidValidity),
    refresh: () => guarded(client.noop()),
    uids: (range) => guarded(search(client, { uid: range }, endpoint)),
    largerThan: (uids, larger) => guarded(search(client, { uid: uidSet(uids), larger }, endpoint)),
    infos: (uids) => guarded(fetchInfos(client, uids)),
    messages: (uids) => guarded(fetchMessages(client, uids)),
    stream: (uid) => ({ [Symbol.asyncIterator]: () => fetchPieces(client, uid, endpoint) }),
    release: () => lock.release(),
  }
}

const missingSchema = z.object({ mailboxMissing: z.literal(true) })

async function examine(client: ImapFlow, path: string, endpoint: Endpoint): Promise<{ uidValidity: bigint }> {
  try {
    const mailbox = await client.mailboxOpen(path, { readOnly: true })
    // A server without UIDVALIDITY, or with 0, cannot be resumed: better to say so than to double mail.
    if (!mailbox.uidValidity) throw protocolError(`gives no UIDVALIDITY for the folder ${path}`, endpoint)
    return mailbox
  } catch (error) {
    if (!missingSchema.safeParse(error).success) throw imapError(error, endpoint)
    throw folderMissing(path, await folderPaths(client, endpoint), endpoint)
  }
}

async function folderPaths(client: ImapFlow, endpoint: Endpoint): Promise<readonly string[]> {
  try {
    const folders = await client.list({ listOnly: true })
    return folders.filter(({ flags }) => !flags.has('\\Noselect')).map(({ path }) => path)
  } catch (error) {
    throw imapError(error, endpoint)
  }
}

async function search(client: ImapFlow, query: SearchObject, endpoint: Endpoint): Promise<readonly number[]> {
  const uids = await client.search(query, { uid: true })
  if (Array.isArray(uids)) return uids
  // imapflow answers `false` for a refused search and for a connection that broke meanwhile.
  throw client.usable ? protocolError('refused a UID SEARCH; it is tried again', endpoint) : lost(endpoint)
}

function lost(endpoint: Endpoint): GuichetError {
  return imapError({ code: 'NoConnection' }, endpoint)
}

async function fetchInfos(
  client: ImapFlow,
  uids: readonly number[],
): Promise<ReadonlyMap<number, MessageInfo>> {
  const infos = new Map<number, MessageInfo>()
  const query = { uid: true, size: true, internalDate: true }
  for await (const { uid, size, internalDate } of client.fetch(uidSet(uids), query, { uid: true })) {
    if (size !== undefined) infos.set(uid, { size, internalDate: asDate(internalDate) })
  }
  return infos
}

async function fetchMessages(
  client: ImapFlow,
  uids: readonly number[],
): Promise<ReadonlyMap<number, WholeMessage>> {
  const messages = new Map<number, WholeMessage>()
  const query = { uid: true, internalDate: true, source: true }
  for await (const { uid, source, internalDate } of client.fetch(uidSet(uids), query, { uid: true })) {
    if (source !== undefined) messages.set(uid, { source, internalDate: asDate(internalDate) })
  }
  return messages
}

/** imapflow passes on a date that it cannot read as text. */
function asDate(value: Date | string | undefined): Date | undefined {
  return value instanceof Date ? value : undefined
}

/**
 * Reads until the server has no more. imapflow's own download stops at the first short piece, which a server
 * may also send in the middle; and its buffers are not ours to size.
 */
async function* fetchPieces(client: ImapFlow, uid: number, endpoint: Endpoint): AsyncGenerator<Uint8Array> {
  for (let start = 0; ; ) {
    const piece = await fetchPiece(client, uid, start, endpoint)
    if (piece.length === 0) return
    yield piece
    // A server that ignores the partial range has sent everything at once.
    if (piece.length > pieceBytes) return
    start += piece.length
  }
}

async function fetchPiece(
  client: ImapFlow,
  uid: number,
  start: number,
  endpoint: Endpoint,
): Promise<Uint8Array> {
  const query = { uid: true, source: { start, maxLength: pieceBytes } }
  const answer = await client.fetchOne(String(uid), query, { uid: true }).catch((error: unknown) => {
    throw imapError(error, endpoint)
  })
  if (answer && answer.source !== undefined) return answer.source
  if (answer && start > 0) return new Uint8Array()
  throw new GuichetError('protocol-error', `message ${uid} disappeared while it was fetched`, {
    retry: 'later',
    provider: 'imap',
  })
}
