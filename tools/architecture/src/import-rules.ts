import { posix } from 'node:path'
import { importsOf } from './imports-of.ts'
import { isProduct, isTest, type SourceFile } from './project-files.ts'

/** Small pure libraries that core may use: no I/O, no vendor behind them. */
const pureLibraries = [
  'zod',
  'uuid',
  'htmlparser2',
  'sanitize-html',
  'file-type',
  'tldts',
  'cockatiel',
  'libphonenumber-js',
]

/** What each place may import besides core and `node:`. A provider is not here: it wraps one SDK of its choice. */
const librariesOf: Readonly<Record<string, readonly string[]>> = {
  'packages/core': pureLibraries,
  // Not published.
  'packages/http/src/testing': ['ajv', 'ajv-formats', 'zod'],
  'packages/http': ['hono', 'zod'],
  'packages/storage-adapters': ['kysely', 'pg', 'pg-boss', '@electric-sql/pglite', 'zod'],
}

/** The layers of core, lowest first: a file imports its own layer and those below. */
const layers: readonly RegExp[] = [
  /^(model\/|errors\.ts$)/,
  /^(ports\/|inbox-(?:api|contacts|conversations|endpoints|mailer)\.ts$)/,
  /^(verdicts|reply-text|account-words|threading|content|deliverability|texting)\//,
  /^steps\//,
  /^(?!(?:index|inbox|worker|pipeline|outbound|process|queue-reply)\.)[\w-]+\.ts$/,
  /^(intake|sending|fetching|delivering)\//,
  /^(pipeline|outbound|process|queue-reply)\.ts$/,
  /^(callbacks|listening|api)\//,
  /^worker\.ts$/,
  /^inbox\.ts$/,
  /^index\.ts$/,
  /^testing\//,
]

/** A broken rule: the file and one sentence. */
export interface Violation {
  readonly path: string
  readonly rule: string
}

/** Every import that DESIGN's rules on direction forbid. Tests may import anything but examples. */
export function importViolations(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap((file) =>
    importsOf(file.text).flatMap(({ specifier, typesOnly }) => {
      const target = resolved(file.path, specifier)
      const rules = [
        exampleRule(file.path, target),
        ...(isTest(file.path) ? [] : [testingRule(file.path, target), packageRule(file.path, target)]),
        ...(isTest(file.path) || !file.path.startsWith(coreFolder) ? [] : [coreRule(file.path, target)]),
        isTest(file.path) || typesOnly ? null : clientRule(file.path, target),
        file.path.startsWith(`${coreFolder}ports/`) && !typesOnly ? `ports hold types only: ${target}` : null,
      ]
      return rules.filter((rule) => rule !== null).map((rule) => ({ path: file.path, rule }))
    }),
  )
}

const coreFolder = 'packages/core/src/'
const clientFolder = 'packages/client/'

/** A page that calls the inbox does not carry the server. */
function clientRule(path: string, target: string): string | null {
  const isOwn = target.startsWith(clientFolder)
  return path.startsWith(clientFolder) && !isOwn ? `the client imports types only: ${target}` : null
}

function resolved(path: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier
}

function packageFolder(path: string): string {
  return /^packages\/(?:(?:providers|storage-adapters|examples)\/)?[^/]+/.exec(path)?.[0] ?? path
}

function exampleRule(path: string, target: string): string | null {
  const toExample = target.startsWith('@guichet/example-') || target.startsWith('packages/examples/')
  const fromItself = packageFolder(path) === packageFolder(target)
  // The acceptance tests try the demo as it is.
  const mayTry = fromItself || path.startsWith('tools/acceptance/')
  return toExample && !mayTry ? `nothing imports examples: ${target}` : null
}

function testingRule(path: string, target: string): string | null {
  const isTesting = target.includes('/src/testing/') || target === '@guichet/core/testing'
  // @guichet/memory is the fake of core/testing under its own name; examples may show it.
  const mayUse = path.startsWith('packages/storage-adapters/memory/') || path.startsWith('packages/examples/')
  return isTesting && isProduct(path) && !mayUse ? `product code imports testing: ${target}` : null
}

/** Core imports nobody, providers and storage import core, nobody leaves their folder by a relative path. */
function packageRule(path: string, target: string): string | null {
  if (!path.startsWith('packages/') || path.startsWith('packages/examples/')) return null
  if (target.startsWith('packages/')) {
    return packageFolder(target) === packageFolder(path)
      ? null
      : `a relative import leaves its package: ${target}`
  }
  if (target.startsWith('node:')) return null
  if (target.startsWith('@guichet/') || target.startsWith('@guichet-tools/'))
    return ownPackageRule(path, target)
  const place = Object.keys(librariesOf).find((folder) => path.startsWith(`${folder}/`))
  const isAllowed = place === undefined || (librariesOf[place] ?? []).includes(nameOf(target))
  return isAllowed ? null : `${place} does not import ${target}`
}

/** Core stands below all others; what several mail providers need stands between it and them. */
function ownPackageRule(path: string, target: string): string | null {
  // Its types come from the table of operations; see `clientRule`.
  if (path.startsWith(clientFolder) && target === '@guichet/http') return null
  const shared = path.startsWith('packages/providers/') ? ['@guichet/mail-composer'] : []
  const allowed = path.startsWith('packages/core/')
    ? []
    : ['@guichet/core', '@guichet/core/testing', ...shared]
  return allowed.includes(target) ? null : `may import core only: ${target}`
}

function nameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function coreRule(path: string, target: string): string | null {
  if (!target.startsWith(coreFolder)) return null
  const from = path.slice(coreFolder.length)
  const to = target.slice(coreFolder.length)
  if (from.startsWith('steps/') && to.startsWith('steps/')) return `steps never import each other: ${to}`
  return layerOf(to) > layerOf(from) ? `${from} imports ${to}, which is above it` : null
}

function layerOf(path: string): number {
  const layer = layers.findIndex((pattern) => pattern.test(path))
  if (layer === -1)
    throw new Error(`packages/core/src/${path} belongs to no layer; name one in import-rules.ts`)
  return layer
}
