import { describe, expect, it } from 'vitest'
import { callViolations } from './call-rules.ts'
import { importViolations } from './import-rules.ts'
import { importsOf } from './imports-of.ts'
import { manifestViolations } from './manifest-rules.ts'
import { lengthViolations, lockfileViolations, machinePathViolations } from './text-rules.ts'

const importing = (path: string, specifier: string) =>
  importViolations([{ path, text: `import { one } from '${specifier}'\n` }]).map(({ rule }) => rule)

const calling = (path: string, text: string) => callViolations([{ path, text }]).map(({ rule }) => rule)

const manifest = (fields: object) =>
  manifestViolations([
    { path: 'packages/x/package.json', text: JSON.stringify({ private: true, ...fields }) },
  ])

describe('the checker finds every form of an import', () => {
  it.each([
    ["import { a } from 'one'", false],
    ["import type { a } from 'one'", true],
    ["import {\n  a,\n  type b,\n} from 'one'", false],
    ["import * as all from 'one'", false],
    ["import 'one'", false],
    ["export { a } from 'one'", false],
    ["export * from 'one'", false],
    ["export type * from 'one'", true],
    ["const a = await import('one')", false],
    ["readonly a: import('one').A", true],
  ])('%j', (text, typesOnly) => {
    expect(importsOf(text)).toEqual([{ specifier: 'one', typesOnly }])
  })

  it('and not what a doc comment shows', () => {
    expect(
      importsOf("/**\n * import { a } from 'one'\nimport { a } from 'one'\n */\n// import 'one'\n"),
    ).toEqual([])
  })
})

describe('the checker refuses', () => {
  it.each([
    ['core importing a provider', 'packages/core/src/inbox.ts', '@guichet/imap'],
    ['core importing a vendor SDK', 'packages/core/src/inbox.ts', 'imapflow'],
    [
      'core importing storage by a relative path',
      'packages/core/src/inbox.ts',
      '../../storage-adapters/postgres/src/postgres.ts',
    ],
    ['the model importing a port', 'packages/core/src/model/message.ts', '../ports/clock.ts'],
    ['a port importing a step', 'packages/core/src/ports/storage.ts', '../steps/thread.ts'],
    ['a port importing a value', 'packages/core/src/ports/channel.ts', 'zod'],
    ['a step importing another step', 'packages/core/src/steps/thread.ts', './judge.ts'],
    ['a step importing the intake', 'packages/core/src/steps/thread.ts', '../intake/dedupe.ts'],
    ['the intake importing the pipeline', 'packages/core/src/intake/dedupe.ts', '../pipeline.ts'],
    ['the pipeline importing the worker', 'packages/core/src/pipeline.ts', './worker.ts'],
    ['the worker importing the inbox', 'packages/core/src/worker.ts', './inbox.ts'],
    ['product code importing testing', 'packages/core/src/inbox.ts', './testing/index.ts'],
    ['a provider importing testing', 'packages/providers/imap/src/imap.ts', '@guichet/core/testing'],
    ['a provider importing another provider', 'packages/providers/imap/src/imap.ts', '@guichet/smtp'],
    ['a provider importing storage', 'packages/providers/imap/src/imap.ts', '@guichet/postgres'],
    ['storage importing a provider', 'packages/storage-adapters/postgres/src/postgres.ts', '@guichet/imap'],
    ['storage importing a web framework', 'packages/storage-adapters/postgres/src/postgres.ts', 'hono'],
    ['http importing a mail library', 'packages/http/src/create-handler.ts', 'nodemailer'],
    ['anybody importing an example', 'tools/bench/src/sync.ts', '@guichet/example-server'],
    ['a test importing an example', 'packages/http/src/a.test.ts', '../../examples/server/src/demo.ts'],
  ])('%s', (_what, path, specifier) => {
    expect(importing(path, specifier)).not.toEqual([])
  })

  it('a file of core that belongs to no layer', () => {
    expect(() => importing('packages/core/src/misc/helpers.ts', '../errors.ts')).toThrow(
      'belongs to no layer',
    )
  })

  it.each(['Date.now()', 'new Date()', 'Math.random()', 'process.env.KEY', 'performance.now()'])(
    '%s in product code',
    (call) => {
      expect(calling('packages/http/src/session.ts', `const one = ${call}\n`)).toHaveLength(1)
    },
  )

  it('versions that may change under us, install scripts, and public packages that do not introduce themselves', () => {
    expect(manifest({ dependencies: { zod: '^4.0.0' } })).toHaveLength(1)
    expect(manifest({ devDependencies: { zod: 'latest' } })).toHaveLength(1)
    expect(manifest({ scripts: { postinstall: 'node x.js' } })).toHaveLength(1)
    expect(manifest({ private: false })).not.toEqual([])
  })

  it('long files, machine paths and lockfiles that name an address', () => {
    expect(lengthViolations([{ path: 'a.ts', text: '\n'.repeat(301) }])).toHaveLength(1)
    const path = ['', 'home', 'ada', 'mail'].join('/')
    expect(machinePathViolations([{ path: 'a.ts', text: `open('${path}')` }])).toHaveLength(1)
    const address = ['https:', '', 'registry.example', 'zod.tgz'].join('/')
    expect(lockfileViolations([{ path: 'l', text: `{integrity: x, tarball: ${address}}` }])).toHaveLength(1)
  })
})

describe('the checker accepts', () => {
  it.each([
    ['core importing zod', 'packages/core/src/model/address.ts', 'zod'],
    ['a step importing the model', 'packages/core/src/steps/thread.ts', '../model/text.ts'],
    ['the pipeline importing the intake', 'packages/core/src/pipeline.ts', './intake/dedupe.ts'],
    ['a provider importing core and its SDK', 'packages/providers/imap/src/connect.ts', 'imapflow'],
    ['a test importing a fake', 'packages/http/src/inbox.test.ts', '@guichet/core/testing'],
    [
      'the memory storage, which is the fake under its own name',
      'packages/storage-adapters/memory/src/memory.ts',
      '@guichet/core/testing',
    ],
    ['an example importing anything', 'packages/examples/server/src/demo.ts', '@guichet/imap'],
    ['the acceptance tests trying the demo', 'tools/acceptance/src/a.ts', '@guichet/example-server'],
    ['an example importing itself', 'packages/examples/server/src/demo.ts', './start-server.ts'],
  ])('%s', (_what, path, specifier) => {
    expect(importing(path, specifier)).toEqual([])
  })

  it('the system clock reading the time, a comment that names it, and a date made of a value', () => {
    expect(calling('packages/core/src/system-clock.ts', 'new Date()')).toEqual([])
    expect(
      calling('packages/http/src/a.ts', '/** Never Date.now() */\n// nor new Date()\nnew Date(5)'),
    ).toEqual([])
  })
})
