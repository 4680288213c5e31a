import type { HeaderLine } from '../mime/header-block.ts'
import type { MailboxProvider } from './mailbox-provider.ts'
import { isInternal, type ReceivedHop, readReceived } from './received.ts'
import { type AuthenticationResult, readResults } from './results-header.ts'

/** A field that says where a mail came through or what was checked, at its place among the others. */
export type TraceField =
  | { readonly kind: 'received'; readonly hop: ReceivedHop }
  | { readonly kind: 'results'; readonly value: string }
  /** Whom the sending server named in the envelope, written at the final delivery. */
  | { readonly kind: 'return-path'; readonly address: string }

const maxFields = 200

/** The trace of a mail, newest first: a server adds its fields above those it got (RFC 5321 §4.4, RFC 8601 §4). */
export function traceOf(lines: readonly HeaderLine[]): readonly TraceField[] {
  const fields = lines.flatMap(({ name, value }): readonly TraceField[] => {
    if (name === 'received') return [{ kind: 'received', hop: readReceived(value) }]
    if (name === 'return-path') return [{ kind: 'return-path', address: value.replaceAll(/[<>\s]/g, '') }]
    return name === 'authentication-results' ? [{ kind: 'results', value }] : []
  })
  return fields.slice(0, maxFields)
}

/**
 * What the mailbox provider itself checked; null where nothing in the mail is surely its own. Everything below the hop
 * from outside came with the mail, and anybody can write it (RFC 8601 §5). Of the fields with one name only the topmost
 * counts: it stands above what came with the mail.
 */
export function trustedResults(
  trace: readonly TraceField[],
  provider: MailboxProvider,
): readonly AuthenticationResult[] | null {
  const byId = new Map<string, readonly AuthenticationResult[]>()
  for (const value of trustedFields(trace, provider)) {
    const read = readResults(value)
    if (read === null || !provider.isAuthservId(read.authservId)) continue
    const id = read.authservId ?? ''
    if (!byId.has(id)) byId.set(id, read.results)
  }
  return byId.size === 0 ? null : [...byId.values()].flat()
}

function trustedFields(trace: readonly TraceField[], provider: MailboxProvider): readonly string[] {
  const end = trace.findIndex((field) => field.kind === 'received' && endsTrust(field.hop, provider))
  const own = trace.slice(0, end === -1 ? trace.length : end)
  if (provider.place === 'on-top') return valuesOf(own)
  if (provider.place === 'above-border') return end === -1 ? [] : valuesOf(own)
  const hop = trace.findIndex(({ kind }) => kind === 'received')
  const border = trace.findIndex((field) => field.kind === 'received' && provider.isOwnHost(field.hop.by))
  // Hops above are the provider's own, without a client; below the border the sender's fields begin with the next hop.
  const above = trace.slice(hop, border)
  const isOwnAbove = above.every((field) => field.kind === 'received' && isInternal(field.hop))
  if (border === -1 || !isOwnAbove) return []
  const below = trace.slice(border + 1)
  const next = below.findIndex(({ kind }) => kind === 'received')
  return valuesOf(next === -1 ? below : below.slice(0, next)).slice(0, 1)
}

function endsTrust(hop: ReceivedHop, provider: MailboxProvider): boolean {
  // The provider writes a field for every mail, above its border: what a forged chain adds lies below that field.
  return provider.place === 'on-top' ? !provider.isOwnHost(hop.by) : !isInternal(hop)
}

function valuesOf(fields: readonly TraceField[]): readonly string[] {
  return fields.flatMap((field) => (field.kind === 'results' ? [field.value] : []))
}

/** How a mail came in from outside: the hop, and the sender that was named in the envelope. */
export interface MailPath {
  readonly border: ReceivedHop
  readonly clientAddress: string
  readonly envelopeSender: string
}

/**
 * How a mail came in, as the provider's own servers wrote it; null where that is not known. Every server above the hop
 * from outside is inside the provider, so that nobody else can have written it.
 */
export function pathOf(trace: readonly TraceField[]): MailPath | null {
  const end = trace.findIndex((field) => field.kind === 'received' && !isInternal(field.hop))
  const field = trace[end]
  const returnPath = trace.slice(0, Math.max(end, 0)).find(({ kind }) => kind === 'return-path')
  if (field?.kind !== 'received' || returnPath?.kind !== 'return-path') return null
  const { clientAddress } = field.hop
  return clientAddress === null
    ? null
    : { border: field.hop, clientAddress, envelopeSender: returnPath.address }
}
