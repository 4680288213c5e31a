import type { Operation, operations } from '@guichet/http'

type Table = (typeof operations)[number]

/** What people may call: other servers sign what they send, and events come in their own way. */
type Callable = Exclude<Table, { readonly role: 'signature' } | { readonly output: 'events' }>

/** `conversations.list` and so on. */
export type OperationName = Callable['name']

type Named<Name extends OperationName> = Extract<Callable, { readonly name: Name }>

/** Query parameters are texts on the wire; a number may be given for one. */
type Query<Fields> = {
  readonly [Field in keyof Fields]: string extends NonNullable<Fields[Field]>
    ? Fields[Field] | number
    : Fields[Field]
}

/** Of one operation at a time: intersections of all of them would have no end. */
type Parts<Input> = Input extends unknown
  ? (Input extends { params: infer Params } ? { readonly params: Query<Params> } : unknown) &
      (Input extends { query: infer Fields } ? QueryPart<Fields> : unknown) &
      (Input extends { body: infer Body }
        ? { readonly body: Body extends Blob ? Body : ReadonlyDeep<Body> }
        : unknown)
  : never

type QueryPart<Fields> =
  Record<never, never> extends Fields ? { readonly query?: Query<Fields> } : { readonly query: Query<Fields> }

type ReadonlyDeep<Value> = Value extends object
  ? { readonly [Key in keyof Value]: ReadonlyDeep<Value[Key]> }
  : Value

export interface CallOptions {
  readonly signal?: AbortSignal
}

export interface OnceOptions extends CallOptions {
  /** One of its own for each thing that is to happen once; a new one for each call unless told. */
  readonly idempotencyKey?: string
}

type RequestOf<Op> =
  Op extends Operation<string, infer Input, infer _, infer Once>
    ? Parts<Input['_zod']['input']> & (Once extends true ? OnceOptions : CallOptions)
    : never

/** What an operation is given. */
export type Request<Name extends OperationName> = RequestOf<Named<Name>>

type Received<Output> = Output extends 'bytes'
  ? Response
  : Output extends 'nothing'
    ? undefined
    : Output extends { readonly _zod: { readonly input: infer Value } }
      ? ReadonlyDeep<Value>
      : never

/** What an operation answers, dates as ISO texts; of a file the whole `Response`, to be read as it comes. */
export type Answer<Name extends OperationName> =
  Named<Name> extends Operation<string, infer _, infer Output> ? Received<Output> : never

/** One operation as a function. Throws a `ProblemError` for an answer that is no success. */
export type Call<Name extends OperationName> =
  Record<never, never> extends Request<Name>
    ? (request?: Request<Name>) => Promise<Answer<Name>>
    : (request: Request<Name>) => Promise<Answer<Name>>

type GroupOf<Name> = Name extends `${infer Group}.${string}` ? Group : never

/** Every operation as a function, by group: `methods.conversations.list()`. */
export type Methods = {
  readonly [Group in GroupOf<OperationName>]: {
    readonly [Name in OperationName as Name extends `${Group}.${infer Method}` ? Method : never]: Call<Name>
  }
}

/** How an operation is called; the generated list of methods has it for each. */
export interface Route {
  readonly answers: 'json' | 'bytes' | 'nothing'
  /** It takes an idempotency key. */
  readonly once?: true
}

/** Makes the function for an operation; `address` is its method and its path. */
export type MakeCall = <Name extends OperationName>(name: Name, address: string, route: Route) => Call<Name>
