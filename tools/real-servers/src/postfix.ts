import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import {
  aliasMap,
  mailboxMap,
  mainConfiguration,
  masterConfiguration,
  type PostfixLayout,
} from './postfix-configuration.ts'

export interface PostfixOptions {
  /** Mail for this domain is taken; mail for any other is refused. */
  readonly domain: string
  /** Full addresses that exist. */
  readonly users: readonly string[]
  /** Addresses that go on to others; one that leaves the domain is taken first and bounces then. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Where a user's Maildir is, for instance a Dovecot's `mailDirectory`; a folder of its own unless told. */
  readonly mailDirectory?: (user: string) => string
}

/** A Postfix of its own on a free port of 127.0.0.1, gone when stopped. It never relays. */
export interface PostfixServer {
  readonly host: string
  /** Plain SMTP without login. */
  readonly port: number
  mailDirectory(user: string): string
  /** What it wrote to its log so far. */
  log(): Promise<string>
  stop(): Promise<void>
}

/** Why no Postfix can be started here; null when one can. */
export function postfixMissing(): string | null {
  if (!existsSync(program)) return 'no postfix (apt: postfix)'
  return process.getuid?.() === 0 ? null : 'postfix runs only as root'
}

const program = '/usr/sbin/postfix'

/** Starts a throw-away Postfix that delivers into Maildirs; resolves when it greets. */
export async function startPostfix(options: PostfixOptions): Promise<PostfixServer> {
  const missing = postfixMissing()
  if (missing !== null) throw new Error(missing)
  const directory = await mkdtemp(join(tmpdir(), 'guichet-postfix-'))
  await chmod(directory, 0o755)
  const mailDirectory = options.mailDirectory ?? ((user: string) => join(directory, 'mail', user))
  const layout: PostfixLayout = {
    directory,
    domain: options.domain,
    port: await freePort(),
    mailboxes: options.users.map((user) => ({ user, directory: mailDirectory(user) })),
    aliases: Object.entries(options.aliases ?? {}),
    mailUid: idOf('-u', 'nobody'),
    mailGid: idOf('-g', 'nobody'),
  }
  await writeConfiguration(layout)
  await started(directory)
  const master = await masterOf(directory)
  // A test run that dies must not leave a server behind.
  const killMaster = () => process.kill(master, 'SIGTERM')
  process.once('exit', killMaster)
  const log = () => logOf(directory)
  const stop = async () => {
    process.off('exit', killMaster)
    killMaster()
    await until(() => !isAlive(master), `the end of Postfix ${master}`)
    await rm(directory, { recursive: true, force: true })
  }
  await until(() => greets(layout.port), `a greeting of Postfix on port ${layout.port}`).catch(
    async (cause) => {
      const words = await log()
      await stop()
      throw new Error(`Postfix did not start: ${words}`, { cause })
    },
  )
  return { host: '127.0.0.1', port: layout.port, mailDirectory, log, stop }
}

// The server that `postfix start` leaves behind would inherit our pipes, and waiting for their end would hang.
async function started(directory: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, ['-c', join(directory, 'etc'), 'start'], { stdio: 'ignore', cwd: '/' })
    child.on('error', reject)
    child.on('exit', async (code) => {
      if (code === 0) resolve()
      else reject(new Error(`postfix start ended with ${code}: ${await logOf(directory)}`))
    })
  })
}

async function masterOf(directory: string): Promise<number> {
  return Number((await readFile(join(directory, 'queue', 'pid', 'master.pid'), 'utf8')).trim())
}

async function writeConfiguration(layout: PostfixLayout): Promise<void> {
  const { directory } = layout
  for (const part of ['etc', 'queue', 'data', 'log', 'mail']) await mkdir(join(directory, part))
  await chown(join(directory, 'data'), idOf('-u', 'postfix'), idOf('-g', 'postfix'))
  await chown(join(directory, 'mail'), layout.mailUid, layout.mailGid)
  await writeFile(join(directory, 'etc', 'main.cf'), mainConfiguration(layout))
  await writeFile(join(directory, 'etc', 'master.cf'), masterConfiguration(layout.port))
  await writeFile(join(directory, 'etc', 'mailboxes'), mailboxMap(layout))
  await writeFile(join(directory, 'etc', 'aliases'), aliasMap(layout))
}

function idOf(flag: '-u' | '-g', user: string): number {
  return Number(execFileSync('id', [flag, user], { encoding: 'utf8' }))
}

async function logOf(directory: string): Promise<string> {
  const path = join(directory, 'log', 'mail.log')
  return existsSync(path) ? await readFile(path, 'utf8') : 'no log'
}

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}

async function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (answer: boolean) => {
      socket.end('QUIT\r\n')
      resolve(answer)
    }
    socket.once('data', () => settle(true))
    socket.once('error', () => settle(false))
    socket.setTimeout(2_000, () => settle(false))
  })
}
