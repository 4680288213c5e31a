import type { MessageOrigin } from '@guichet/core'
import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow'
import { z } from 'zod'
import { type Endpoint, imapError, protocolError, refusalCode } from './errors.ts'
import type { MessageInfo, WholeMessage } from './folder.ts'
import { uidSet } from './range.ts'

export async function fetchInfos(
  client: ImapFlow,
  uids: readonly number[],
): Promise<ReadonlyMap<number, MessageInfo>> {
  const infos = new Map<number, MessageInfo>()
  await fetchEach(client, uids, { size: true }, (message) => {
    const { uid, size, internalDate } = message
    if (size === undefined) return
    infos.set(uid, { size, internalDate: asDate(internalDate), origin: originOf(message) })
  })
  return infos
}

export async function fetchMessages(
  client: ImapFlow,
  uids: readonly number[],
): Promise<ReadonlyMap<number, WholeMessage>> {
  const messages = new Map<number, WholeMessage>()
  await fetchEach(client, uids, { source: true }, (message) => {
    const source = bodyOf(message)
    if (source === null) return
    const { uid, internalDate } = message
    messages.set(uid, { source, internalDate: asDate(internalDate), origin: originOf(message) })
  })
  return messages
}

/**
 * Collects first and asks nothing meanwhile: a command inside imapflow's loop would wait for ever for the loop to
 * end. A NO half-way ("some of the messages no longer exist") leaves what came before it valid.
 */
async function fetchEach(
  client: ImapFlow,
  uids: readonly number[],
  what: FetchQueryObject,
  take: (message: FetchMessageObject) => void,
): Promise<void> {
  const query = { uid: true, internalDate: true, ...what, ...serversOwnIds(client) }
  const wanted = new Set(uids)
  try {
    for await (const message of client.fetch(uidSet(uids), query, { uid: true })) {
      // Changes of flags that come between have no UID, or that of a message nobody asked for.
      if (wanted.has(message.uid)) take(message)
    }
  } catch (error) {
    if (!isPartial(error)) throw error
  }
}

const refusedSchema = z.object({ responseStatus: z.literal('NO'), code: z.undefined().optional() })
const partialCodes = new Set([undefined, 'EXPUNGEISSUED', 'MESSAGELIMIT', 'NONEXISTENT', 'SERVERBUG'])

/** A refusal of some of these messages, not a request to slow down. */
function isPartial(error: unknown): boolean {
  return refusedSchema.safeParse(error).success && partialCodes.has(refusalCode(error))
}

function serversOwnIds({ capabilities }: ImapFlow): FetchQueryObject {
  const isGmail = capabilities.has('X-GM-EXT-1')
  return { threadId: isGmail || capabilities.has('OBJECTID'), labels: isGmail }
}

function originOf({ emailId, threadId, labels }: FetchMessageObject): MessageOrigin | undefined {
  if (!emailId && !threadId && labels === undefined) return undefined
  return {
    ...(emailId ? { providerId: emailId } : {}),
    ...(threadId ? { providerThreadId: threadId } : {}),
    ...(labels === undefined ? {} : { labels: [...labels] }),
  }
}

/** imapflow passes on a date that it cannot read as text. */
function asDate(value: Date | string | undefined): Date | undefined {
  return value instanceof Date ? value : undefined
}

/** Null when there is none: NIL is `false` in imapflow, whatever its types say. */
function bodyOf({ source }: FetchMessageObject): Uint8Array | null {
  return source instanceof Uint8Array ? source : null
}

const pieceBytes = 1024 * 1024

/** What `fetchPieces` reads: a message and how large the server says it is, which may be wrong. */
export interface LargeMessage {
  readonly uid: number
  readonly size: number
}

/**
 * Reads until the server has no more. imapflow's own download stops at the first short piece, which a server
 * may also send in the middle; and its buffers are not ours to size.
 */
export async function* fetchPieces(
  client: ImapFlow,
  message: LargeMessage,
  endpoint: Endpoint,
): AsyncGenerator<Uint8Array> {
  let previous: Uint8Array | null = null
  for (let start = 0; ; ) {
    const piece = await fetchPart(client, message, { start, maxLength: pieceBytes }, endpoint)
    if (piece.length === 0) return
    const isStuck = previous !== null && Buffer.compare(piece, previous) === 0
    if (isStuck && (await ignoresStart(client, message, endpoint))) {
      // Asked for the whole it may do better; a message larger than a literal may be ends the connection.
      const whole = await fetchPart(client, message, { start: 0 }, endpoint)
      return yield whole.subarray(start)
    }
    yield piece
    // A server that ignores the partial range has sent everything at once.
    if (piece.length > pieceBytes) return
    previous = piece
    start += piece.length
  }
}

/** No mail is as long as this: a piece from there is a lie. */
const beyondAnyMail = 4 * 1024 ** 3 - 1

/** Two equal pieces are a file of zeros, or a server that would send its first piece for ever. */
async function ignoresStart(client: ImapFlow, message: LargeMessage, endpoint: Endpoint): Promise<boolean> {
  const far = { start: beyondAnyMail, maxLength: pieceBytes }
  return (await fetchPart(client, message, far, endpoint)).length > 0
}

interface PartialRange {
  readonly start: number
  readonly maxLength?: number
}

async function fetchPart(
  client: ImapFlow,
  { uid, size }: LargeMessage,
  range: PartialRange,
  endpoint: Endpoint,
): Promise<Uint8Array> {
  const query = { uid: true, source: range.maxLength === undefined ? true : { ...range } }
  const answer = await client.fetchOne(String(uid), query, { uid: true }).catch((error: unknown) => {
    throw imapError(error, endpoint)
  })
  const body = answer ? bodyOf(answer) : null
  if (body !== null) return body
  // Past the end some servers say NIL, others nothing at all; nothing at all may also mean that it was expunged.
  if (range.start > 0 && (answer || range.start >= size)) return new Uint8Array()
  throw protocolError(`does not give message ${uid} any more; it is tried again`, endpoint)
}
