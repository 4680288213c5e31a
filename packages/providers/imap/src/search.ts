import type { ExpungeEvent, ImapFlow, SearchObject } from 'imapflow'
import type { Account } from './connect.ts'
import { imapError, protocolError } from './errors.ts'

export async function search(account: Account, query: SearchObject): Promise<readonly number[]> {
  const { client, endpoint, takeRefusal } = account
  takeRefusal()
  const uids = await client.search(query, { uid: true })
  if (Array.isArray(uids)) return uids
  // imapflow answers `false` for a refused search and for a connection that broke meanwhile.
  if (!client.usable) throw imapError({ code: 'NoConnection' }, endpoint)
  const refusal = imapError(takeRefusal(), endpoint)
  throw refusal.code === 'throttled' || refusal.code === 'host-unreachable'
    ? refusal
    : protocolError('refused a UID SEARCH; it is tried again', endpoint)
}

/** UIDs of a range `from:to`, where `to` may be `*`, in as many commands as the server's limit wants. */
export async function searchRange(account: Account, range: string): Promise<readonly number[]> {
  const { client } = account
  // Some servers call a search of an empty folder a mistake.
  if (client.mailbox && client.mailbox.exists === 0) return []
  const limit = messageLimit(client)
  const [first = '1', last = first] = range.split(':')
  const isAbove = last === '*' && Number(first) >= uidNextOf(client)
  if (limit === null || isAbove || range.includes(',')) return search(account, { uid: range })
  const top = last === '*' ? Math.max(uidNextOf(client) - 1, Number(first)) : Number(last)
  const found: number[] = []
  for (let from = Number(first); from <= top; from += limit) {
    const to = Math.min(from + limit - 1, top)
    found.push(...(await search(account, { uid: `${from}:${to}` })))
  }
  // What arrived since the folder was opened lies above; `n:*` also names the newest, however low it is.
  if (last === '*') found.push(...(await search(account, { uid: `${top + 1}:*` })))
  return [...new Set(found)].sort((one, other) => one - other)
}

/** RFC 9738: more messages than this in one command, and the server answers for some of them only. */
function messageLimit(client: ImapFlow): number | null {
  for (const capability of client.capabilities.keys()) {
    const [, limit] = /^MESSAGELIMIT=(\d{1,9})$/.exec(capability) ?? []
    if (limit !== undefined && Number(limit) > 0) return Number(limit)
  }
  return null
}

function uidNextOf({ mailbox }: ImapFlow): number {
  return mailbox ? Math.max(mailbox.uidNext, 1) : 1
}

/**
 * What the server says has vanished since a modification sequence: `UID FETCH … (CHANGEDSINCE … VANISHED)`
 * (RFC 7162 §3.2.6). The changed flags that come along are of no interest.
 */
export async function vanishedSince(
  client: ImapFlow,
  modseq: string,
  highestUid: number,
): Promise<readonly number[]> {
  const gone = new Set<number>()
  const note = ({ uid, vanished }: ExpungeEvent) => {
    // The range is ours: a server that names four milliards of UIDs fills nothing.
    if (vanished && uid !== undefined && uid <= highestUid) gone.add(uid)
  }
  client.on('expunge', note)
  try {
    const changes = client.fetch(
      `1:${highestUid}`,
      { uid: true },
      { uid: true, changedSince: BigInt(modseq) },
    )
    for await (const _ of changes);
  } finally {
    client.off('expunge', note)
  }
  return [...gone].sort((one, other) => one - other)
}
