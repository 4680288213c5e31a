import type { ParsedMessage, RawMessage } from '@guichet/core'

/** A mail for the parser thread. */
export interface ParseRequest {
  readonly number: number
  readonly bytes: Uint8Array
  readonly size: number
  readonly sha256: string
}

/** What the parser thread made of it, or why it could not. */
export type ParseAnswer =
  | { readonly number: number; readonly parsed: ParsedMessage }
  | { readonly number: number; readonly refusal: string }

/** The mail of a request as a parser takes it. */
export function inMemory({ bytes, size, sha256 }: ParseRequest): RawMessage {
  return {
    ...{ bytes, size, sha256 },
    open: async function* () {
      yield bytes
    },
  }
}
