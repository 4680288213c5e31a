// Packs every public package, checks the tarballs (publint, are-the-types-wrong), installs them together in an
// empty project with npm and imports each entry: what a user gets, not what the workspace sees.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const folders = ['packages', 'packages/providers', 'packages/storage-adapters'].flatMap((parent) =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name))
    .filter((path) => readdirSync(path).includes('package.json')),
)
const work = mkdtempSync(join(tmpdir(), 'guichet-pack-'))
try {
  const packages = folders.map((folder) => pack(folder)).filter((one) => one !== null)
  checkTogether(packages)
  console.log(`${packages.length} packages: packed, checked, installed and imported`)
} finally {
  rmSync(work, { recursive: true, force: true })
}

function pack(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (manifest.private) return null
  const tarball = join(work, `${manifest.name.replace('@', '').replace('/', '-')}.tgz`)
  run('pnpm', ['pack', '--out', tarball], { cwd: resolve(folder) })
  run('pnpm', ['exec', 'publint', '--strict', tarball])
  run('pnpm', ['exec', 'attw', tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii'])
  const entries = Object.keys(manifest.publishConfig.exports).filter((entry) => entry !== './package.json')
  return { name: manifest.name, tarball, entries: entries.map((entry) => manifest.name + entry.slice(1)) }
}

function checkTogether(packages) {
  const project = join(work, 'project')
  const dependencies = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]))
  // Between themselves they ask for versions that are not published yet: the tarballs stand in for them.
  const manifest = { name: 'empty', private: true, type: 'module', dependencies, overrides: dependencies }
  spawnSync('mkdir', ['-p', project])
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest))
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: project })
  const imports = packages.flatMap(({ entries }) => entries).map((entry) => `await import('${entry}')`)
  writeFileSync(join(project, 'index.js'), `${imports.join('\n')}\nprocess.exit(0)\n`)
  run('node', ['index.js'], { cwd: project })
}

function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options })
  if (status === 0) return
  console.error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`)
  process.exit(1)
}
