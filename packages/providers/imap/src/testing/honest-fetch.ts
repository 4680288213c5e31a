import type { Token } from './command-reader.ts'
import type { FakeFolder, FakeMessage } from './fake-folder.ts'
import { type Answer, no, ok, type SessionState, wordOf } from './honest-answer.ts'
import { isInSet } from './sequence-set.ts'

/** UID FETCH of whole messages and their attributes, with CHANGEDSINCE and VANISHED (RFC 7162 §3.1.4, §3.2.6). */
export function answerFetch(state: SessionState, [set, items, modifiers]: readonly Token[]): Answer {
  const { selected } = state
  if (selected === null) return no('no folder is open')
  const asked = Array.isArray(items) ? items.map(wordOf) : [wordOf(items)]
  const changed = Array.isArray(modifiers) ? modifiers.map(wordOf) : []
  const since = changed[0] === 'CHANGEDSINCE' ? BigInt(changed[1] ?? '0') : null
  const newest = selected.messages.at(-1)?.uid ?? 0
  const isAsked = (uid: number) => isInSet(wordOf(set), uid, newest)
  const untagged: string[] = []
  if (since !== null && changed.includes('VANISHED') && state.enabled.has('QRESYNC')) {
    const gone = selected.expunged.filter(({ uid, modseq }) => modseq > since && isAsked(uid))
    if (gone.length > 0) untagged.push(`* VANISHED (EARLIER) ${gone.map(({ uid }) => uid).join(',')}`)
  }
  for (const message of selected.messages) {
    if (!isAsked(message.uid) || (since !== null && message.modseq <= since)) continue
    untagged.push(fetchLine(state, selected, message, asked))
  }
  return { ...ok, untagged }
}

function fetchLine(
  state: SessionState,
  folder: FakeFolder,
  message: FakeMessage,
  asked: readonly string[],
): string {
  const shown = new Set(['UID', ...asked])
  if (state.enabled.has('CONDSTORE')) shown.add('MODSEQ')
  const values = [...shown].flatMap((item) => itemOf(message, item))
  return `* ${folder.messages.indexOf(message) + 1} FETCH (${values.join(' ')})`
}

function itemOf(message: FakeMessage, item: string): readonly string[] {
  const body = /^BODY(?:\.PEEK)?\[\](?:<(\d+)\.(\d+)>)?$/.exec(item)
  if (body !== null) return [bodyOf(message, body)]
  const { uid, flags, raw, internalDate, modseq, emailId, threadId, labels } = message
  const values: Readonly<Record<string, string | undefined>> = {
    UID: `${uid}`,
    FLAGS: `(${[...flags].join(' ')})`,
    'RFC822.SIZE': `${raw.length}`,
    INTERNALDATE: `"${imapDate(internalDate)}"`,
    MODSEQ: `(${modseq})`,
    EMAILID: `(${emailId})`,
    THREADID: threadId === null ? 'NIL' : `(${threadId})`,
    'X-GM-MSGID': emailId,
    'X-GM-THRID': threadId ?? emailId,
    'X-GM-LABELS': `(${labels.map((label) => (label.startsWith('\\') ? `"\\${label}"` : `"${label}"`)).join(' ')})`,
  }
  return values[item] === undefined ? [] : [`${item} ${values[item]}`]
}

function bodyOf({ raw }: FakeMessage, [, from, length]: RegExpExecArray): string {
  const part = from === undefined ? raw : raw.subarray(Number(from), Number(from) + Number(length))
  const name = from === undefined ? 'BODY[]' : `BODY[]<${from}>`
  return `${name} {${part.length}}\r\n${part.toString('latin1')}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function imapDate(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${two(date.getUTCDate())}-${months[date.getUTCMonth()]}-${date.getUTCFullYear()}`
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}
