import { GuichetError, isGuichetError } from '@guichet/core'

/** SQLSTATEs after which the same transaction may simply run again. */
const conflicts = new Set(['40001', '40P01'])

/** The SQLSTATE of whatever a driver threw; null when it never reached the server's own words. */
export function sqlState(error: unknown): string | null {
  const code = property(error, 'code')
  return code !== null && /^[0-9A-Z]{5}$/.test(code) ? code : null
}

/** Serialisation failure or deadlock: one of two transactions had to give way. */
export function isConflict(error: unknown): boolean {
  return isGuichetError(error) && error.providerCode !== undefined && conflicts.has(error.providerCode)
}

/** Runs one call of the database; everything it throws leaves as a GuichetError. */
export async function guarded<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    throw storageError(error)
  }
}

/** What a driver threw, as a GuichetError without the row contents that Postgres puts in its details. */
export function storageError(error: unknown): GuichetError {
  if (isGuichetError(error)) return error
  const state = sqlState(error)
  if (state === null) {
    const provider = { provider: 'postgres', cause: error }
    return new GuichetError('storage-failed', 'the database cannot be reached', {
      ...provider,
      retry: 'later',
    })
  }
  if (state === '42P01' || state === '3F000') return notMigrated(state)
  if (state === '23505') return taken(error)
  const retry = isTemporary(state) ? 'later' : 'never'
  return new GuichetError('storage-failed', `the database refused: ${explain(state, error)}`, {
    provider: 'postgres',
    providerCode: state,
    retry,
  })
}

/** A commit nobody answered: it may have happened, so the caller has to look before doing anything again. */
export function commitError(error: unknown): GuichetError {
  if (property(error, 'name') === 'AbortedTransactionError' || isAborted(error)) {
    return new GuichetError(
      'storage-failed',
      'the transaction was rolled back: a statement in it had failed',
      {
        provider: 'postgres',
      },
    )
  }
  const state = sqlState(error)
  if (state !== null && !isConnectionLoss(state)) return storageError(error)
  return new GuichetError(
    'outcome-unknown',
    'the connection was lost during a commit: it may have happened',
    {
      provider: 'postgres',
      outcome: 'unknown',
      retry: 'later',
      ...(state === null ? { cause: error } : { providerCode: state }),
    },
  )
}

function isAborted(error: unknown): boolean {
  return sqlState(error) === '25P02'
}

function notMigrated(state: string): GuichetError {
  return new GuichetError(
    'invalid-configuration',
    'the database has no Guichet schema yet: call migrate() first',
    {
      provider: 'postgres',
      providerCode: state,
    },
  )
}

function taken(error: unknown): GuichetError {
  const table = property(error, 'table') ?? 'row'
  return new GuichetError(
    'conflict',
    `this ${table} entry exists already (${property(error, 'constraint')})`,
    {
      provider: 'postgres',
      providerCode: '23505',
    },
  )
}

function isConnectionLoss(state: string): boolean {
  return state.startsWith('08') || state.startsWith('57P')
}

function isTemporary(state: string): boolean {
  // 53: out of connections, memory or disk; 55P03: lock not available; 57014: cancelled.
  return (
    isConnectionLoss(state) ||
    conflicts.has(state) ||
    state.startsWith('53') ||
    state === '55P03' ||
    state === '57014'
  )
}

/** Only class 42 (our own SQL) may speak for itself: the other messages quote values. */
function explain(state: string, error: unknown): string {
  const names = ['schema', 'table', 'constraint'].flatMap((name) => {
    const value = property(error, name)
    return value === null ? [] : [`${name} ${value}`]
  })
  const message = state.startsWith('42') ? [property(error, 'message') ?? ''] : []
  return [`SQLSTATE ${state}`, ...names, ...message].join(', ')
}

function property(error: unknown, name: string): string | null {
  if (typeof error !== 'object' || error === null || !(name in error)) return null
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' ? value : null
}
