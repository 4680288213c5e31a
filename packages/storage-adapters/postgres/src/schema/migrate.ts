import { sql } from 'kysely'
import { guarded } from '../errors.ts'
import { type Database, firstRow, rowsOf } from '../session.ts'
import { addressSchema } from './address-schema.ts'
import { answerSchema } from './answer-schema.ts'
import { authenticationSchema } from './authentication-schema.ts'
import { callbackSchema } from './callback-schema.ts'
import { contactsSchema } from './contacts-schema.ts'
import { endpointSchema } from './endpoint-schema.ts'
import { forwardsSchema } from './forwards-schema.ts'
import { inboxSchema } from './inbox-schema.ts'
import { intakeSchema } from './intake-schema.ts'
import { keepSchema } from './keep-schema.ts'
import { loginSchema } from './login-schema.ts'
import { mailKeysSchema } from './mail-keys-schema.ts'
import { mailSchema } from './mail-schema.ts'
import { participantsSchema } from './participants-schema.ts'
import { sendingSchema } from './sending-schema.ts'
import { sourcesSchema } from './sources-schema.ts'
import { textingSchema } from './texting-schema.ts'
import { threadsSchema } from './threads-schema.ts'
import { unsentSchema } from './unsent-schema.ts'
import { uploadsSchema } from './uploads-schema.ts'

interface Migration {
  readonly name: string
  readonly statements: readonly string[]
}

/** Every version of the schema, oldest first. What was released is never edited: changes are appended. */
export const migrations: readonly Migration[] = [
  { name: 'inbox', statements: inboxSchema },
  { name: 'sources', statements: sourcesSchema },
  { name: 'addresses', statements: addressSchema },
  { name: 'intake', statements: intakeSchema },
  { name: 'threads', statements: threadsSchema },
  { name: 'logins', statements: loginSchema },
  { name: 'authentication', statements: authenticationSchema },
  { name: 'forwards', statements: forwardsSchema },
  { name: 'participants', statements: participantsSchema },
  { name: 'endpoints', statements: endpointSchema },
  { name: 'texting', statements: textingSchema },
  { name: 'contacts', statements: contactsSchema },
  { name: 'callbacks', statements: callbackSchema },
  { name: 'answers', statements: answerSchema },
  { name: 'keep', statements: keepSchema },
  { name: 'mails', statements: mailSchema },
  { name: 'sending', statements: sendingSchema },
  { name: 'uploads', statements: uploadsSchema },
  { name: 'unsent', statements: unsentSchema },
  { name: 'mail keys', statements: mailKeysSchema },
]

/** Any number nobody else in the host's database is likely to use for an advisory lock. */
const lockNumber = 4_712_290_311

/** Applies the migrations that are missing. Forward only; processes that come at once wait for one another. */
export async function migrateSchema(db: Database): Promise<void> {
  if ((await appliedCount(db)) >= migrations.length) return
  await guarded(() =>
    db.transaction().execute(async (trx) => {
      // Released by the commit: survives neither a crash nor a transaction pooler in between.
      await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(trx)
      await createHistory(trx)
      const applied = await appliedCount(trx)
      for (const [index, migration] of migrations.entries()) {
        if (index >= applied) await apply(trx, index + 1, migration)
      }
    }),
  )
}

async function apply(trx: Database, version: number, migration: Migration): Promise<void> {
  for (const statement of migration.statements) await sql.raw(statement).execute(trx)
  await sql`insert into guichet.migrations (version, name) values (${version}, ${migration.name})`.execute(
    trx,
  )
}

async function createHistory(trx: Database): Promise<void> {
  // Asked first: "if not exists" wants the right to create schemas even when there is nothing to create.
  const schema = await rowsOf(trx, sql`select from pg_namespace where nspname = 'guichet'`)
  if (schema.length === 0) await sql`create schema guichet`.execute(trx)
  await sql`create table if not exists guichet.migrations
    (version integer primary key, name text not null, applied_at timestamptz not null default now())`.execute(
    trx,
  )
}

async function appliedCount(db: Database): Promise<number> {
  const table = await firstRow(
    db,
    sql<{ exists: boolean }>`select to_regclass('guichet.migrations') is not null as "exists"`,
  )
  if (!table?.exists) return 0
  const row = await firstRow(
    db,
    sql<{ count: number }>`select coalesce(max(version), 0)::integer as count from guichet.migrations`,
  )
  return row?.count ?? 0
}
