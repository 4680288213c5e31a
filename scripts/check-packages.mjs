// Packs every public package, checks what is in each tarball (publint, are-the-types-wrong), installs them
// together in an empty project with npm, imports each entry and compiles against its declarations: what a user
// gets, not what the workspace sees.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const folders = ['packages', 'packages/providers', 'packages/storage-adapters'].flatMap((parent) =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name))
    .filter((path) => readdirSync(path).includes('package.json')),
)

/** The Node of this project, even when an older one runs this script. */
const node = [resolve('node_modules/.bin/node'), process.execPath].find((path) => works(path))
const work = mkdtempSync(join(tmpdir(), 'guichet-pack-'))
try {
  const packages = []
  for (const folder of folders) packages.push(await pack(folder))
  const published = packages.filter((one) => one !== null)
  const project = install(published)
  importEach(project, published)
  compile(project, published)
  console.log(`${published.length} packages: packed, checked, installed, imported, compiled against`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}

async function pack(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (manifest.private) return null
  const tarball = join(work, `${manifest.name.replace('@', '').replace('/', '-')}.tgz`)
  run('pnpm', ['pack', '--out', tarball], { cwd: resolve(folder) })
  checkFiles(manifest, tarball)
  await checkManifest(manifest, tarball)
  run('pnpm', ['exec', 'attw', tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii'])
  const entries = Object.keys(manifest.publishConfig.exports).filter((entry) => entry !== './package.json')
  return {
    name: manifest.name,
    tarball,
    entries: entries.map((entry) => manifest.name + entry.slice(1)),
    // Optional for those who write JavaScript.
    types: Object.entries(manifest.peerDependencies ?? {}).filter(([peer]) => peer.startsWith('@types/')),
  }
}

/** Compiled code, its sources, a README and the licence; no tests, and their helpers only where they are offered. */
function checkFiles({ name, publishConfig }, tarball) {
  const files = run('tar', ['-tzf', tarball])
    .split('\n')
    .map((path) => path.replace(/^package\//, ''))
  const needed = ['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', 'src/index.ts']
  const missing = needed.filter((path) => !files.includes(path))
  const offersTesting = publishConfig.exports['./testing'] !== undefined
  const unwanted = files.filter(
    (path) =>
      /\.test\.|\.tsbuildinfo$|^dist\/.*\.gen\./.test(path) ||
      (!offersTesting && /^(dist|src)\/testing\//.test(path)),
  )
  const sourceless = files.filter((path) => {
    const source = /^dist\/(.*)\.js$/.exec(path)?.[1]
    return source !== undefined && !files.includes(`src/${source}.ts`)
  })
  const wrong = [
    ...missing.map((path) => `${path} is missing`),
    ...unwanted.map((path) => `${path} does not belong there`),
    ...sourceless.map((path) => `${path} has no source; remove dist and build again`),
  ]
  if (wrong.length > 0) throw new Error(`${name}: ${wrong.join('\n  ')}`)
}

async function checkManifest({ name }, tarball) {
  const bytes = new Uint8Array(readFileSync(tarball))
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true })
  if (messages.length === 0) return
  throw new Error(`${name}: ${messages.map((message) => formatMessage(message, pkg)).join('\n  ')}`)
}

function install(packages) {
  const project = join(work, 'project')
  const dependencies = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]))
  // Between themselves they ask for versions that are not published yet: the tarballs stand in for them.
  const manifest = {
    name: 'empty',
    private: true,
    type: 'module',
    dependencies: { ...dependencies, ...Object.fromEntries(packages.flatMap(({ types }) => types)) },
    overrides: dependencies,
  }
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest))
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: project })
  return project
}

function importEach(project, packages) {
  const entries = packages.flatMap((one) => one.entries)
  const checks = entries.map(
    (entry) => `if (Object.keys(await import('${entry}')).length === 0) throw new Error('${entry} is empty')`,
  )
  // Each in a process of its own would hide nothing and cost seconds; importing must not start anything either.
  writeFileSync(join(project, 'index.js'), `${checks.join('\n')}\n`)
  run(node, ['index.js'], { cwd: project, timeout: 30_000 })
}

/** Declaration files are compiled too (no skipLibCheck): a type that only our workspace knows fails here. */
function compile(project, packages) {
  const entries = packages.flatMap((one) => one.entries)
  const lines = entries.map((entry, index) => `export * as entry${index} from '${entry}'`)
  writeFileSync(join(project, 'index.ts'), `${lines.join('\n')}\n`)
  const options = { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, skipLibCheck: false }
  const typeRoots = [resolve('node_modules/@types')]
  const compilerOptions = { ...options, types: ['node'], typeRoots }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['index.ts'] }))
  run(resolve('node_modules/.bin/tsc'), ['-p', project, '--pretty', 'false'], { cwd: project })
}

function works(path) {
  return spawnSync(path, ['--version']).status === 0
}

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options })
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? ''}\n${stdout}\n${stderr}`)
  return stdout
}
