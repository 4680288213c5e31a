import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { cyrusConfiguration } from './cyrus-configuration.ts'
import type { MailUser } from './dovecot.ts'
import { freePort } from './free-port.ts'
import { imapDialogue } from './imap-dialogue.ts'

/** A Cyrus of its own on a free port of 127.0.0.1, without encryption, gone when stopped. */
export interface CyrusServer {
  readonly port: number
  stop(): Promise<void>
}

const cache = join(import.meta.dirname, '../../../node_modules/.cache/cyrus')
/** Installed on the machine, or unpacked by `unpack-cyrus.sh`. */
const roots = ['/', cache]

function findRoot(): string | null {
  return roots.find((root) => existsSync(join(root, 'usr/lib/cyrus/bin/imapd'))) ?? null
}

/** Why no Cyrus can be started here; null when one can. */
export function cyrusMissing(): string | null {
  return findRoot() === null ? 'no Cyrus IMAP (run tools/real-servers/unpack-cyrus.sh)' : null
}

/** Starts a throw-away Cyrus; resolves when these users can log in. */
export async function startCyrus({ users }: { readonly users: readonly MailUser[] }): Promise<CyrusServer> {
  const root = findRoot()
  if (root === null) throw new Error(cyrusMissing() ?? 'no Cyrus')
  const directory = await mkdtemp(join(tmpdir(), 'guichet-cyrus-'))
  await chmod(directory, 0o755)
  const port = await freePort()
  const programs = join(root, 'usr/lib/cyrus/bin')
  const owner = mailOwner()
  const { imapd, cyrus } = cyrusConfiguration({ directory, programs, port, owner })
  for (const folder of ['spool', 'conf/db', 'conf/proc', 'conf/socket', 'conf/log']) {
    await mkdir(join(directory, folder), { recursive: true })
  }
  await writeFile(join(directory, 'imapd.conf'), imapd)
  await writeFile(join(directory, 'cyrus.conf'), cyrus)
  const passwords = await passwordServer(join(directory, 'passwords'), users)
  if (userInfo().uid === 0) execFileSync('chown', ['-R', `${owner.user}:${owner.group}`, directory])
  const files = ['-C', join(directory, 'imapd.conf'), '-M', join(directory, 'cyrus.conf')]
  const child = spawn(join(root, 'usr/sbin/cyrmaster'), [...files, '-p', join(directory, 'pid'), '-D'], {
    stdio: 'ignore',
    cwd: directory,
    env: { ...process.env, LD_LIBRARY_PATH: libraries(root) },
  })
  // A test run that dies must not leave a server behind.
  const killChild = () => child.kill('SIGTERM')
  process.once('exit', killChild)
  child.once('exit', () => process.off('exit', killChild))
  await answering(port, users, child)
  return {
    port,
    async stop() {
      await ended(child)
      passwords.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function libraries(root: string): string {
  const folders = ['usr/lib', 'lib']
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
  const triplets = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.includes('-linux-'))
      .map((name) => join(folder, name)),
  )
  return triplets.join(':')
}

function mailOwner(): { readonly user: string; readonly group: string } {
  const user = userInfo().uid === 0 ? 'nobody' : userInfo().username
  return { user, group: execFileSync('id', ['-gn', user], { encoding: 'utf8' }).trim() }
}

/** Checks passwords as saslauthd does: four strings, each after its length in two bytes, are answered by one. */
async function passwordServer(path: string, users: readonly MailUser[]): Promise<Server> {
  const server = createServer((socket) => answerPasswords(socket, users))
  await new Promise<void>((resolve) => server.listen(path, resolve))
  await chmod(path, 0o777)
  return server
}

function answerPasswords(socket: Socket, users: readonly MailUser[]): void {
  let asked = Buffer.alloc(0)
  socket.on('error', () => socket.destroy())
  socket.on('data', (bytes) => {
    asked = Buffer.concat([asked, bytes])
    const [user, password, service, realm] = countedStrings(asked)
    if (service === undefined || realm === undefined) return
    const isRight = users.some((known) => known.address === user && known.password === password)
    socket.end(Buffer.from([0, 2, ...Buffer.from(isRight ? 'OK' : 'NO')]))
  })
}

function countedStrings(bytes: Buffer): readonly string[] {
  const strings: string[] = []
  for (let at = 0; at + 2 <= bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at)
    if (end > bytes.length) break
    strings.push(bytes.toString('utf8', at + 2, end))
    at = end
  }
  return strings
}

async function answering(port: number, users: readonly MailUser[], child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 15_000
  for (const { address: user, password } of users) {
    for (let isIn = false; !isIn; ) {
      isIn = await imapDialogue({ port, user, password }).then(
        () => true,
        () => false,
      )
      if (isIn) break
      if (child.exitCode !== null || Date.now() > deadline) {
        await ended(child)
        throw new Error(`Cyrus did not let ${user} in`)
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
