import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { dovecotConfiguration } from './dovecot-configuration.ts'
import { freePort } from './free-port.ts'

export interface MailUser {
  readonly address: string
  readonly password: string
}

export interface DovecotOptions {
  readonly users: readonly MailUser[]
  /** Names in the certificate; `localhost` and `127.0.0.1` unless told. */
  readonly certificateNames?: readonly string[]
  /** False: no certificate, no STARTTLS, and `tlsPort` answers nobody. */
  readonly tls?: boolean
  /** Lets people in with access tokens as well, asking here about each: the token is put behind it. */
  readonly tokenInfoUrl?: string
}

/** A Dovecot of its own on free ports of 127.0.0.1, gone when stopped. */
export interface DovecotServer {
  readonly host: string
  /** Plain and STARTTLS. */
  readonly port: number
  readonly tlsPort: number
  /** The certificate to trust (PEM). */
  readonly ca: string
  /** Puts one mail into a folder (INBOX unless told), as a delivery agent does. */
  deliver(user: string, raw: string | Uint8Array, folder?: string): Promise<void>
  /** Copies mail files into a folder; UIDs follow the order given. */
  deliverMany(user: string, files: readonly string[], folder?: string): Promise<void>
  setUidValidity(user: string, folder: string, value: number): Promise<void>
  /** Runs `doveadm` with the server's configuration; returns what it prints. */
  doveadm(...args: readonly string[]): Promise<string>
  /** The user's Maildir (INBOX), owned by the mail uid, which is `nobody` under root. */
  mailDirectory(user: string): string
  stop(): Promise<void>
}

const run = promisify(execFile)

/** Why no Dovecot can be started here; null when one can. */
export function dovecotMissing(): string | null {
  const program = findProgram()
  if (program === null) return 'no dovecot (apt: dovecot-imapd)'
  return existsSync('/usr/lib/dovecot/imap') ? null : 'dovecot without its IMAP daemon (apt: dovecot-imapd)'
}

function findProgram(): string | null {
  return ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find((path) => existsSync(path)) ?? null
}

/** Starts a throw-away Dovecot; resolves when it answers. */
export async function startDovecot(options: DovecotOptions): Promise<DovecotServer> {
  const program = findProgram()
  if (program === null) throw new Error(dovecotMissing() ?? 'no dovecot')
  const directory = await mkdtemp(join(tmpdir(), 'guichet-dovecot-'))
  await chmod(directory, 0o755)
  const owner = mailOwner()
  const [port, tlsPort] = [await freePort(), await freePort()]
  const tls = options.tls ?? true
  if (tls) await makeCertificate(directory, options.certificateNames ?? ['localhost', '127.0.0.1'])
  for (const user of options.users) await makeMaildir(join(directory, 'mail', user.address), owner)
  for (const folder of ['mail', 'index']) await own(join(directory, folder), owner)
  const passwords = options.users.map((user) => `${user.address}:{PLAIN}${user.password}::::::\n`)
  await writeFile(join(directory, 'passwd'), passwords.join(''))
  const configuration = join(directory, 'dovecot.conf')
  const { tokenInfoUrl = null } = options
  await writeFile(configuration, dovecotConfiguration({ directory, port, tlsPort, tls, owner, tokenInfoUrl }))
  await writeFile(
    join(directory, 'oauth2.conf'),
    `tokeninfo_url = ${tokenInfoUrl}\nusername_attribute = email\n`,
  )
  await mkdir(join(directory, 'log'))
  const child = spawn(program, ['-F', '-c', configuration], { stdio: 'ignore', cwd: directory })
  // A test run that dies must not leave a server behind.
  const killChild = () => child.kill('SIGTERM')
  process.once('exit', killChild)
  child.once('exit', () => process.off('exit', killChild))
  await answering(port, child, join(directory, 'log', 'dovecot.log'))
  const ca = tls ? await readFile(join(directory, 'tls.crt'), 'utf8') : ''
  return server({ directory, configuration, child, owner, port, tlsPort, ca })
}

interface Owner {
  readonly uid: number
  readonly gid: number
  /** Null under root: Dovecot then has users of its own for its parts. */
  readonly names: { readonly user: string; readonly group: string } | null
}

interface Running {
  readonly directory: string
  readonly configuration: string
  readonly child: ChildProcess
  readonly owner: Owner
  readonly port: number
  readonly tlsPort: number
  readonly ca: string
}

function server({ directory, configuration, child, owner, port, tlsPort, ca }: Running): DovecotServer {
  const mailDirectory = (user: string) => join(directory, 'mail', user)
  const doveadm = async (...args: readonly string[]) =>
    (await run('doveadm', ['-c', configuration, ...args])).stdout.trim()
  let delivered = 0
  // UIDs follow the file names, so these only ever grow.
  const nextName = () => `1700000000.M${String(++delivered).padStart(9, '0')}.test`
  const folderDirectory = async (user: string, folder: string) => {
    const path = folder === 'INBOX' ? mailDirectory(user) : join(mailDirectory(user), `.${folder}`)
    if (!existsSync(path)) await doveadm('mailbox', 'create', '-u', user, folder)
    return path
  }
  const place = async (path: string, fill: (temporary: string) => Promise<void>) => {
    const name = nextName()
    const temporary = join(path, 'tmp', name)
    await fill(temporary)
    await chown(temporary, owner.uid, owner.gid)
    await rename(temporary, join(path, 'new', name))
  }
  return {
    ...{ host: '127.0.0.1', port, tlsPort, ca, doveadm, mailDirectory },
    async deliver(user, raw, folder = 'INBOX') {
      await place(await folderDirectory(user, folder), (temporary) => writeFile(temporary, raw))
    },
    async deliverMany(user, files, folder = 'INBOX') {
      const path = await folderDirectory(user, folder)
      for (const file of files) {
        await place(path, async (temporary) => {
          await copyFile(file, temporary)
          await chmod(temporary, 0o600)
        })
      }
    },
    async setUidValidity(user, folder, value) {
      await doveadm('mailbox', 'update', '-u', user, '--uid-validity', String(value), folder)
    },
    async stop() {
      await ended(child)
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function mailOwner(): Owner {
  const { uid, gid, username } = userInfo()
  const id = (...args: string[]) => execFileSync('id', args, { encoding: 'utf8' }).trim()
  if (uid !== 0) return { uid, gid, names: { user: username, group: id('-gn') } }
  return { uid: Number(id('-u', 'nobody')), gid: Number(id('-g', 'nobody')), names: null }
}

async function makeMaildir(path: string, owner: Owner): Promise<void> {
  for (const part of ['', 'cur', 'new', 'tmp']) {
    await mkdir(join(path, part), { recursive: true })
    await own(join(path, part), owner)
  }
}

async function own(path: string, owner: Owner): Promise<void> {
  await mkdir(path, { recursive: true })
  await chown(path, owner.uid, owner.gid)
}

async function makeCertificate(directory: string, names: readonly string[]): Promise<void> {
  const alternatives = names.map((name) => (/^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`))
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${names[0]}`],
    ...['-addext', `subjectAltName=${alternatives.join(',')}`],
    ...['-keyout', join(directory, 'tls.key'), '-out', join(directory, 'tls.crt')],
  ])
}

/** Resolves when the port greets; rejects with Dovecot's own words when it does not start. */
async function answering(port: number, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 15_000
  while (!(await greets(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await ended(child)
      const words = existsSync(log) ? await readFile(log, 'utf8') : 'no log'
      throw new Error(`Dovecot did not start: ${words}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('data', () => settle(true))
    socket.once('error', () => settle(false))
    socket.setTimeout(2_000, () => settle(false))
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
