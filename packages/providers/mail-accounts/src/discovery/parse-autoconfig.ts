import type { AccountLogin } from '@guichet/core'
import { Parser } from 'htmlparser2'
import type { Security } from '../presets/preset.ts'
import {
  type FoundServer,
  type FoundServers,
  incomingPorts,
  type MailAddress,
  nothingFound,
  outgoingPorts,
} from './found-servers.ts'

/** The text of a server's elements as they stand in the file; `authentication` may occur several times. */
interface ServerElement {
  readonly kind: 'incomingserver' | 'outgoingserver'
  readonly type: string
  readonly texts: Map<string, string>
  readonly authentications: string[]
}

const maxServers = 20

/**
 * Reads Mozilla's autoconfig file (config-v1.1.xml) for an address. Anything that is no such file is nothing found.
 * The parser knows the five entities of XML and no others: it opens nothing and expands nothing, and a file with
 * a document type is not read at all.
 */
export function parseAutoconfig(
  xml: string,
  address: MailAddress,
  usableHost: (host: string) => string | null,
): FoundServers {
  const elements = serverElements(xml)
  if (elements === null) return nothingFound
  const servers = (kind: ServerElement['kind'], type: string, ports: ReadonlySet<number>) =>
    elements
      .filter((element) => element.kind === kind && element.type === type)
      .flatMap((element) => readServer(element, address, usableHost))
      .filter(({ port }) => ports.has(port))
      .toSorted((a, b) => rank(a) - rank(b))
  return {
    incoming: servers('incomingserver', 'imap', incomingPorts),
    outgoing: servers('outgoingserver', 'smtp', outgoingPorts),
  }
}

/** RFC 8314: TLS from the first byte is better than STARTTLS. Otherwise the file's own order stays. */
function rank({ security }: FoundServer): number {
  return security === 'tls' ? 0 : 1
}

function serverElements(xml: string): readonly ServerElement[] | null {
  const elements: ServerElement[] = []
  const path: string[] = []
  let server: ServerElement | null = null
  let text = ''
  let isRefused = false
  const parser = new Parser(
    {
      onprocessinginstruction: (name) => {
        if (name.startsWith('!')) isRefused = true
      },
      onopentag(name, attributes) {
        path.push(name.toLowerCase())
        text = ''
        if (path.join('/') === 'clientconfig/emailprovider/incomingserver')
          server = begin('incomingserver', attributes)
        if (path.join('/') === 'clientconfig/emailprovider/outgoingserver')
          server = begin('outgoingserver', attributes)
      },
      ontext: (more) => {
        if (text.length < 1_000) text += more
      },
      onclosetag(name) {
        const closed = name.toLowerCase()
        if (server !== null && path.length === 4) note(server, closed, text.trim())
        if (server !== null && path.length === 3) {
          if (elements.length < maxServers) elements.push(server)
          server = null
        }
        path.pop()
      },
    },
    { xmlMode: true },
  )
  // The path is joined for every element: deep nesting must not make that quadratic.
  if (depthOf(xml) > maxDepth) return null
  parser.end(xml)
  return isRefused ? null : elements
}

const maxDepth = 2_000

/** An upper limit of how deep a file is nested: it counts what looks like an opening tag. */
function depthOf(xml: string): number {
  return xml.split(/<[a-z]/i).length
}

function begin(kind: ServerElement['kind'], attributes: Readonly<Record<string, string>>): ServerElement {
  return { kind, type: (attributes.type ?? '').toLowerCase(), texts: new Map(), authentications: [] }
}

function note(server: ServerElement, name: string, text: string): void {
  if (name === 'authentication') server.authentications.push(text)
  else if (!server.texts.has(name)) server.texts.set(name, text)
}

const securities: ReadonlyMap<string, Security> = new Map([
  ['SSL', 'tls'],
  ['STARTTLS', 'starttls'],
])

function readServer(
  { texts, authentications }: ServerElement,
  address: MailAddress,
  usableHost: (host: string) => string | null,
): readonly FoundServer[] {
  const host = fillIn(texts.get('hostname') ?? '', address)
  const usable = host === null ? null : usableHost(host)
  const username = fillIn(texts.get('username') ?? '%EMAILADDRESS%', address)
  const security = securities.get((texts.get('sockettype') ?? '').toUpperCase())
  const port = /^\d{1,5}$/.test(texts.get('port') ?? '') ? Number(texts.get('port')) : null
  if (usable === null || username === null || username === '' || security === undefined || port === null)
    return []
  return [{ host: usable, port, security, username, logins: loginsOf(authentications) }]
}

/** Null when a placeholder stays that we have nothing for. */
function fillIn(text: string, { address, localPart, domain }: MailAddress): string | null {
  const filled = text
    .replaceAll('%EMAILADDRESS%', () => address)
    .replaceAll('%EMAILLOCALPART%', () => localPart)
    .replaceAll('%EMAILDOMAIN%', () => domain)
  return /%[A-Z]+%/.test(filled.replace(localPart, '')) || filled.length > 320 ? null : filled
}

function loginsOf(authentications: readonly string[]): readonly AccountLogin[] {
  const isPassword = (name: string) => /^(password-cleartext|password-encrypted|plain|secure)$/i.test(name)
  const logins: AccountLogin[] = []
  if (authentications.some((name) => /^oauth2$/i.test(name))) logins.push('oauth2')
  if (authentications.length === 0 || authentications.some(isPassword)) logins.push('password')
  return logins
}
