import type { Actor, Clock, Log, TenantInbox } from '@guichet/core'
import type { z } from 'zod'
import type { Role, Session } from './session.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** What every handler is given besides its checked input. */
export interface Context {
  readonly tenant: TenantInbox
  readonly session: Session
  /** The signed-in person, for the history of what is changed. */
  readonly actor: Actor
  readonly request: Request
  readonly clock: Clock
  readonly log: Log
}

/** One entry of the table from which routing (and the API's description) is derived. */
export interface Operation {
  readonly method: Method
  /** With parameters in braces: `/inbox/folders/{id}`. */
  readonly path: string
  /** The lowest role that may call it. */
  readonly role: Role
  /** One line for people. */
  readonly summary: string
  /** Of a success; a handler that returns a `Response` decides itself. */
  readonly status: 200 | 201 | 202 | 204
  /** What clients call it: `conversations.list`. */
  readonly name?: string
  /** What it answers with; absent where a handler returns a `Response` or nothing. */
  readonly output?: z.ZodType
  /** Has the fields `params`, `query`, `headers` (lower case) and `body` that the operation reads. */
  readonly input: z.ZodObject
  /** Checks the raw input; if it fits, does the work. Throws what the work throws. */
  run(context: Context, raw: RawInput): Promise<Outcome>
}

/** What the work returned, or why it was not begun. */
type Outcome = { readonly value: unknown } | { readonly issues: readonly z.core.$ZodIssue[] }

/** A request taken apart, unchecked. */
export interface RawInput {
  readonly params: unknown
  readonly query: unknown
  readonly headers: unknown
  readonly body: unknown
}

interface OperationDefinition<Input extends z.ZodObject> extends Omit<Operation, 'input' | 'run'> {
  readonly input: Input
  /** Returns a value to be sent as JSON (dates become ISO 8601), or a whole `Response`. */
  handler(call: Context & z.output<Input>): unknown
}

/** Defines an operation; its handler sees exactly what its schemas let through. */
export function operation<Input extends z.ZodObject>(definition: OperationDefinition<Input>): Operation {
  const { handler, ...entry } = definition
  return {
    ...entry,
    run: async (context, raw) => {
      const input = definition.input.safeParse(raw)
      if (!input.success) return { issues: input.error.issues }
      return { value: await handler({ ...context, ...input.data }) }
    },
  }
}
