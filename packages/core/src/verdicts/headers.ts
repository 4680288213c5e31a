import type { ParsedMessage } from '../ports/channel.ts'

export type Headers = ParsedMessage['headers']

/** The first value of a header, trimmed; empty when the message has none. */
export function headerOf(headers: Headers, name: string): string {
  return headers.get(name)?.[0]?.trim() ?? ''
}

/** A header line as evidence. */
export function headerLine(name: string, value: string): string {
  return `${name}: ${value}`.slice(0, 200)
}

/** The first of these headers that says anything, as evidence. */
export function presentHeader(headers: Headers, names: readonly string[]): string | null {
  const name = names.find((candidate) => headerOf(headers, candidate) !== '')
  return name === undefined ? null : headerLine(name, headerOf(headers, name))
}

/**
 * RFC 5321 §4.5.5: a null return path says "never answer this". Only the topmost was written by our server; some
 * servers write their daemon instead of nothing.
 */
export function hasNullReturnPath(headers: Headers): boolean {
  const path = headers.get('return-path')?.[0]?.trim().toLowerCase()
  return path !== undefined && /^<?\s*(?:mailer-daemon)?\s*>?$/.test(path)
}
