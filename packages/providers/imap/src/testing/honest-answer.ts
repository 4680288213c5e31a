import { type ClientCommand, type Token, tokens } from './command-reader.ts'
import type { FakeAccount } from './fake-account.ts'
import type { FakeFolder } from './fake-folder.ts'
import { answerFetch } from './honest-fetch.ts'
import { answerSearch } from './honest-search.ts'

/** The answer to a command: lines without CRLF, one character for each byte. */
export interface Answer {
  readonly untagged: readonly string[]
  /** After the tag: `OK done`. */
  readonly tagged: string
}

/** What one connection has negotiated. */
export interface SessionState {
  readonly account: FakeAccount
  readonly capabilities: readonly string[]
  readonly login: { readonly user: string; readonly password: string }
  readonly enabled: Set<string>
  authenticated: boolean
  selected: FakeFolder | null
}

export const ok: Answer = { untagged: [], tagged: 'OK done' }
export const bad = (why: string): Answer => ({ untagged: [], tagged: `BAD ${why}` })
export const no = (why: string): Answer => ({ untagged: [], tagged: `NO ${why}` })

type Handler = (state: SessionState, parameters: readonly Token[], command: string) => Answer

const handlers: Readonly<Record<string, Handler>> = {
  CAPABILITY: ({ capabilities }) => ({ ...ok, untagged: [`* CAPABILITY ${capabilities.join(' ')}`] }),
  ID: () => ({ ...ok, untagged: ['* ID ("name" "Fake")'] }),
  NOOP: () => ok,
  LOGOUT: () => ({ ...ok, untagged: ['* BYE bye'] }),
  LOGIN: logIn,
  NAMESPACE: () => ({ ...ok, untagged: ['* NAMESPACE (("" "/")) NIL NIL'] }),
  ENABLE: enable,
  LIST: list,
  LSUB: () => ok,
  STATUS: status,
  SELECT: (state, parameters) => open(state, parameters, 'READ-WRITE'),
  EXAMINE: (state, parameters) => open(state, parameters, 'READ-ONLY'),
  CLOSE: (state) => {
    state.selected = null
    return ok
  },
  UNSELECT: (state) => {
    state.selected = null
    return ok
  },
  'UID FETCH': answerFetch,
  'UID SEARCH': answerSearch,
}

/** What an honest server says to a command (RFC 9051, 7162, 8474, and Gmail's extensions where announced). */
export function honestAnswer(state: SessionState, { text }: ClientCommand): Answer {
  const parts = tokens(text)
  const first = wordOf(parts[0])
  const name = first === 'UID' ? `UID ${wordOf(parts[1])}` : first
  const handler = handlers[name]
  if (handler === undefined) return bad(`unknown command ${name}`)
  return handler(state, parts.slice(first === 'UID' ? 2 : 1), text)
}

export function wordOf(token: Token | undefined): string {
  return typeof token === 'string' ? token.toUpperCase() : ''
}

function logIn(state: SessionState, [user, password]: readonly Token[]): Answer {
  if (user !== state.login.user || password !== state.login.password) {
    return no('[AUTHENTICATIONFAILED] wrong user or password')
  }
  state.authenticated = true
  return { untagged: [], tagged: `OK [CAPABILITY ${state.capabilities.join(' ')}] welcome` }
}

function enable(state: SessionState, names: readonly Token[]): Answer {
  const granted = names.map(wordOf).filter((name) => state.capabilities.includes(name))
  for (const name of granted) state.enabled.add(name)
  // QRESYNC brings CONDSTORE with it (RFC 7162 §3.2.3).
  if (granted.includes('QRESYNC')) state.enabled.add('CONDSTORE')
  return { ...ok, untagged: [`* ENABLED ${[...state.enabled].join(' ')}`] }
}

function list(state: SessionState, parameters: readonly Token[]): Answer {
  const names = parameters.filter((part) => typeof part === 'string')
  const asked = names.slice(0, 2).join('')
  // What separates the levels (RFC 3501 §6.3.8).
  if (asked === '') return { ...ok, untagged: ['* LIST (\\Noselect) "/" ""'] }
  const shown = [...state.account.folders.values()].filter(({ path }) => matches(asked, path))
  const lines = shown.map(
    ({ path, attributes, delimiter }) =>
      `* LIST (${attributes.join(' ')}) ${delimiter === null ? 'NIL' : `"${delimiter}"`} ${quoted(path)}`,
  )
  return { ...ok, untagged: lines }
}

function matches(pattern: string, path: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/[*%]/g, '.*')
  return new RegExp(`^${escaped}$`, 'i').test(path) || quoted(path) === `"${pattern}"`
}

/** Modified UTF-7 (RFC 3501 §5.1.3), as servers without UTF8=ACCEPT spell folders. */
function quoted(path: string): string {
  const encoded = path.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-'
    const bytes = Buffer.from(run, 'utf16le').swap16().toString('base64')
    return `&${bytes.replace(/=+$/, '').replaceAll('/', ',')}-`
  })
  return `"${encoded.replace(/["\\]/g, '\\$&')}"`
}

function find(state: SessionState, token: Token | undefined): FakeFolder | null {
  const name = typeof token === 'string' ? token : ''
  const all = [...state.account.folders.values()]
  return (
    all.find(({ path }) => quoted(path) === quoted(name) || quoted(path) === `"${name}"`) ??
    all.find(({ path }) => path === 'INBOX' && name.toUpperCase() === 'INBOX') ??
    null
  )
}

function open(state: SessionState, [path]: readonly Token[], mode: string): Answer {
  state.selected = null
  const folder = find(state, path)
  if (folder === null) return no('[NONEXISTENT] no such folder')
  if (folder.attributes.some((attribute) => /^\\No(select|nExistent)$/i.test(attribute))) {
    return no('this folder cannot be opened')
  }
  state.selected = folder
  const has = (name: string) => state.capabilities.includes(name)
  const untagged = [
    '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)',
    `* ${folder.messages.length} EXISTS`,
    '* 0 RECENT',
    `* OK [UIDVALIDITY ${folder.uidValidity}] .`,
    `* OK [UIDNEXT ${folder.uidNext}] .`,
    ...(has('CONDSTORE') ? [`* OK [HIGHESTMODSEQ ${folder.highestModseq}] .`] : []),
    ...(has('OBJECTID') ? [`* OK [MAILBOXID (${folder.mailboxId})] .`] : []),
  ]
  return { untagged, tagged: `OK [${mode}] opened` }
}

function status(state: SessionState, [path, items]: readonly Token[]): Answer {
  const folder = find(state, path)
  if (folder === null) return no('[NONEXISTENT] no such folder')
  const values: Readonly<Record<string, string | undefined>> = {
    MESSAGES: `${folder.messages.length}`,
    UIDNEXT: `${folder.uidNext}`,
    UIDVALIDITY: `${folder.uidValidity}`,
    HIGHESTMODSEQ: `${folder.highestModseq}`,
    MAILBOXID: `(${folder.mailboxId})`,
  }
  const asked = Array.isArray(items) ? items.map(wordOf) : []
  const shown = asked.flatMap((item) => (values[item] === undefined ? [] : [`${item} ${values[item]}`]))
  return { ...ok, untagged: [`* STATUS ${quoted(folder.path)} (${shown.join(' ')})`] }
}
