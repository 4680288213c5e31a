import type { ParsedMessage } from '../ports/channel.ts'
import { headerOf } from '../verdicts/headers.ts'
import type { ThreadHint } from './threadable.ts'

/** MS-OXOMSG 2.2.1.3: one reserved byte, five of time, sixteen of a GUID; five more for each answer. */
const rootBytes = 22
const replyBytes = 5

/** The conversation that Outlook and Exchange say a message is part of, the same in every answer; null for none. */
export function threadIndexRoot(headers: ParsedMessage['headers']): string | null {
  const value = headerOf(headers, 'thread-index').replaceAll(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]{28,}={0,2}$/.test(value)) return null
  const bytes = Buffer.from(value, 'base64')
  const isWhole = bytes.length >= rootBytes && (bytes.length - rootBytes) % replyBytes === 0
  return isWhole ? bytes.subarray(0, rootBytes).toString('hex') : null
}

export interface HintSources {
  readonly headers: ParsedMessage['headers']
  /** The mail provider's own id of the thread: Gmail's X-GM-THRID. */
  readonly providerThreadId: string | null
  /** What the host reads from the headers of its other systems. */
  readonly threadKeys: readonly string[]
  /** See `ParsedMessage.threadKeys`. */
  readonly provenKeys?: readonly string[]
}

/** Ids that say which messages belong together where references are missing, with a name space each. */
export function threadHints({
  headers,
  providerThreadId,
  threadKeys,
  provenKeys = [],
}: HintSources): readonly ThreadHint[] {
  const root = threadIndexRoot(headers)
  return [
    ...provenKeys.map((key): ThreadHint => ({ rule: 'thread-key', id: `proven:${key}`, isProven: true })),
    ...threadKeys.map((key): ThreadHint => ({ rule: 'thread-key', id: `key:${key}` })),
    ...(providerThreadId === null
      ? []
      : [{ rule: 'provider-thread', id: `gmail-thread:${providerThreadId}` } as const]),
    ...(root === null ? [] : [{ rule: 'thread-index', id: `thread-index:${root}` } as const]),
  ]
}
