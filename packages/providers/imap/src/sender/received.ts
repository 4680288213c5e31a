import { isIP } from 'node:net'
import { isPublicAddress } from '@guichet/core'

/** One Received field, as far as it tells the path of a mail (RFC 5321 §4.4). */
export interface ReceivedHop {
  /** The name the client gave; its own claim. */
  readonly helo: string
  /** What the server looked up for the client's address; empty where it wrote none. */
  readonly clientName: string
  /** The address the connection came from; null where none is told. */
  readonly clientAddress: string | null
  /** The server that took it, lower case. */
  readonly by: string
  /** `with`: SMTP, ESMTPS, LMTP. */
  readonly protocol: string
}

const maxLength = 4096

/** Reads a Received field. Whatever is not in it is empty; no field is refused. */
export function readReceived(value: string): ReceivedHop {
  const text = value.slice(0, maxLength).replaceAll(/\s+/g, ' ').trim()
  const by = /(?:^|\s)by ([^\s;()]+)/i.exec(text)
  const from = /^from ([^\s;]+)/i.exec(text)
  const clause = from === null ? '' : text.slice(0, by?.index ?? text.length)
  return {
    helo: (from?.[1] ?? '').toLowerCase(),
    clientName: (/\(([^\s()[\]]+) \[/.exec(clause)?.[1] ?? '').toLowerCase(),
    clientAddress: clientAddress(clause),
    by: (by?.[1] ?? '').toLowerCase(),
    protocol: (/\swith ([a-z0-9]+)/i.exec(text)?.[1] ?? '').toUpperCase(),
  }
}

/**
 * The last address literal of the clause, never one behind `helo=`: the first may be the client's own claim. Microsoft
 * and Yahoo write it without brackets.
 */
function clientAddress(clause: string): string | null {
  const comment = clause.slice(clause.indexOf('(') === -1 ? clause.length : clause.indexOf('('))
  const literals = [...comment.matchAll(/(helo=|ehlo=)?\[(?:IPv6:)?([0-9a-f:.]+)\]/gi)]
  const inBrackets = literals.filter((match) => match[1] === undefined).map((match) => match[2] ?? '')
  const bare = /\(([0-9a-f:.]+)\)/i.exec(comment)?.[1]
  const ahead = /^from \[?([0-9a-f:.]+)\]? \(/i.exec(clause)?.[1]
  const candidates = [inBrackets.at(-1), bare, ahead].filter((candidate) => candidate !== undefined)
  return candidates.find((candidate) => isIP(candidate) !== 0) ?? null
}

/** A place inside the mailbox provider: no public network lies between it and the next server. */
export function isInternal({ clientAddress, protocol, helo }: ReceivedHop): boolean {
  if (protocol === 'LMTP' || protocol === 'LOCAL') return true
  if (clientAddress === null) return helo === '' || helo === 'localhost'
  return !isPublicAddress(clientAddress)
}
