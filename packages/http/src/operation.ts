import {
  type Actor,
  type Clock,
  type DeliverabilityApi,
  GuichetError,
  type Inbox,
  type Log,
  type TenantInbox,
} from '@guichet/core'
import type { z } from 'zod'
import { keyedSchema, onceByKey } from './once-by-key.ts'
import type { Role, Session } from './session.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Who may call: people from a role upwards, servers that sign what they send, anybody. */
export type Access = Role | OpenRole
type OpenRole = 'signature' | 'public'

/** What a handler is given when nobody is signed in. */
export interface OpenContext {
  readonly inbox: Inbox
  readonly request: Request
  readonly clock: Clock
  readonly log: Log
  readonly maxBodyBytes: number
}

/** What every handler is given besides its checked input. */
export interface Context {
  readonly tenant: TenantInbox
  /** Of no tenant: what it tells is public. */
  readonly deliverability: DeliverabilityApi
  readonly session: Session
  /** The signed-in person, for the history of what is changed. */
  readonly actor: Actor
  /** Of a request that wants to be recognised when it comes again; only where the operation is done `once`. */
  readonly idempotencyKey?: string
  readonly request: Request
  readonly clock: Clock
  readonly log: Log
}

/**
 * What an operation answers with: JSON of a schema, a file (`bytes`), server-sent events (`events`), a status without
 * a body (`nothing`).
 */
export type Output = z.ZodType | 'bytes' | 'events' | 'nothing'

/** One entry of the table from which routing, the API's description and the typed client are derived. */
export interface Operation<
  Name extends string = string,
  Input extends z.ZodObject = z.ZodObject,
  Answer extends Output = Output,
  Once extends boolean = boolean,
> {
  /** What clients call it, after the SDK: `conversations.list`. */
  readonly name: Name
  readonly method: Method
  /** With parameters in braces: `/inbox/folders/{id}`. */
  readonly path: string
  /** The lowest role that may call it; `signature` and `public` where nobody is signed in (see `openOperation`). */
  readonly role: Access
  /** One line for people. */
  readonly summary: string
  /** Of a success. */
  readonly status: 200 | 201 | 202 | 204
  /** Has the fields `params`, `query`, `headers` (lower case) and `body` that the operation reads. */
  readonly input: Input
  readonly output: Answer
  /**
   * It creates or sends something: an `Idempotency-Key` makes sure of once, see `TenantInbox.once`. Its work then is part
   * of a transaction: it must do all through the tenant it is given, and ask no other server.
   */
  readonly once?: Once
  /** Nobody has to be signed in for it, and every role may call it, where the host says that it is being developed. */
  readonly openInDevelopment?: true
  /** Checks the raw input; if it fits, does the work. Throws what the work throws. */
  run(context: RunContext, raw: RawInput): Promise<Outcome>
}

/** Who asks is known only where the operation wants to know. */
export interface RunContext extends OpenContext {
  readonly session: Session | null
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

type Definition<Name extends string, Input extends z.ZodObject, Answer extends Output, Given> = Omit<
  Operation<Name, Input, Answer>,
  'run' | 'once'
> & {
  handler(call: Given & z.output<Input>): Returned<Answer> | Promise<Returned<Answer>>
}

/** What a handler returns: the value that its schema describes, dates as dates; nobody is sent what `nothing` returns. */
type Returned<Answer extends Output> = Answer extends z.ZodType
  ? DeepReadonly<z.output<Answer>>
  : Answer extends 'nothing'
    ? unknown
    : Response

/** Our records are read-only all the way down, zod's types are not. */
export type DeepReadonly<Value> = Value extends Date
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value

/**
 * Defines an operation for people; its handler sees exactly what its schemas let through.
 *
 * `name` is the SDK's name of it. `output` is a schema of what is answered, from `schemas/`: write dates as `dateTime`
 * (a date for the handler, an ISO text on the wire), lists as `listOf(…)` or `pageOf(…)`. Where there is no JSON it is
 * `'nothing'`, `'bytes'` or `'events'`; the handler of the last two returns a `Response`. List operations in a literal
 * ending in `as const` without a type of its own: the typed client is inferred from it.
 */
export function operation<
  const Name extends string,
  Input extends z.ZodObject,
  const Answer extends Output,
  const Once extends boolean = false,
>(
  definition: Definition<Name, Input, Answer, Context> & { readonly role: Role; readonly once?: Once },
): Operation<Name, Input, Answer, Once> {
  const { handler, ...entry } = definition
  return {
    ...entry,
    run: ({ inbox, session, maxBodyBytes: _, ...context }, raw) => {
      if (session === null) throw new GuichetError('internal', `${entry.name} was run for nobody`)
      const actor: Actor = { kind: 'person', id: session.user.id }
      const tenant = inbox.tenant(session.tenant)
      const given: Context = { ...context, deliverability: inbox.deliverability, tenant, session, actor }
      return checked(entry, raw, (input, key) =>
        key === undefined
          ? handler({ ...given, ...input })
          : onceByKey(given, { name: entry.name, key, input }, (tenant) =>
              handler({ ...given, tenant, idempotencyKey: key, ...input }),
            ),
      )
    },
  }
}

/** Defines an operation that needs no session: its handler has the whole inbox, and has to find out who asks. */
export function openOperation<
  const Name extends string,
  Input extends z.ZodObject,
  const Answer extends Output,
  const Caller extends OpenRole,
>(
  definition: Definition<Name, Input, Answer, OpenContext> & { readonly role: Caller },
): Operation<Name, Input, Answer, false> & { readonly role: Caller } {
  const { handler, ...entry } = definition
  return {
    ...entry,
    run: ({ session: _, ...context }, raw) =>
      checked(entry, raw, (input) => handler({ ...context, ...input })),
  }
}

/** Whether nobody has to be signed in: a signature says who asks, or it does not matter. */
export function isOpen({ role }: Pick<Operation, 'role'>): boolean {
  return role === 'public' || role === 'signature'
}

async function checked<Input extends z.ZodObject>(
  { input: schema, once }: { readonly input: Input; readonly once?: boolean },
  raw: RawInput,
  work: (input: z.output<Input>, key: string | undefined) => unknown,
): Promise<Outcome> {
  const input = schema.safeParse(raw)
  const keyed = once ? keyedSchema.safeParse(raw) : null
  if (input.success && keyed?.success !== false) {
    return { value: await work(input.data, keyed?.data.headers['idempotency-key']) }
  }
  return { issues: [...(input.error?.issues ?? []), ...(keyed?.error?.issues ?? [])] }
}
