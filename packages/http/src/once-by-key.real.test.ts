import { createInbox, systemClock } from '@guichet/core'
import { fakeChannel, memoryBlobs } from '@guichet/core/testing'
import { postgres } from '@guichet/postgres'
import { type PostgresServer, postgresMissing, skipUnless, startPostgres } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { expectOnceEach } from './testing/repeated-requests.ts'

describe.skipIf(skipUnless(postgresMissing()))('an Idempotency-Key on a real Postgres', () => {
  let server: PostgresServer

  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(async () => server?.stop())

  it('makes one effect and one answer of a thousand requests in any order', async () => {
    const connectionString = await server.createDatabase()
    const inbox = createInbox({
      storage: postgres({ connectionString, allowUnsafeDurability: true }),
      blobs: memoryBlobs(),
      encryption: {
        keys: [{ id: 'test', secret: Buffer.from(systemClock().randomBytes(32)).toString('base64') }],
      },
      channels: [fakeChannel()],
    })
    await inbox.migrate()
    await expectOnceEach(inbox)
    await inbox.close()
  })
})
