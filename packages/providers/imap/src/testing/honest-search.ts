import type { Token } from './command-reader.ts'
import type { FakeMessage } from './fake-folder.ts'
import { type Answer, bad, no, ok, type SessionState, wordOf } from './honest-answer.ts'
import { isInSet } from './sequence-set.ts'

type Test = (message: FakeMessage) => boolean

/** UID SEARCH with the keys that a sync uses; all of them must hold, as always in IMAP. */
export function answerSearch({ selected }: SessionState, keys: readonly Token[]): Answer {
  if (selected === null) return no('no folder is open')
  const newest = selected.messages.at(-1)?.uid ?? 0
  const tests = testsOf(keys, newest)
  if (tests === null) return bad('this search key is not known')
  const found = selected.messages.filter((message) => tests.every((test) => test(message)))
  return { ...ok, untagged: [['* SEARCH', ...found.map(({ uid }) => uid)].join(' ')] }
}

function testsOf(keys: readonly Token[], newest: number): readonly Test[] | null {
  const tests: Test[] = []
  for (let at = 0; at < keys.length; ) {
    const key = wordOf(keys[at])
    const value = wordOf(keys[at + 1])
    at += key === 'UID' || key === 'LARGER' ? 2 : 1
    if (key === 'UID') tests.push(({ uid }) => isInSet(value, uid, newest))
    else if (key === 'LARGER') tests.push(({ raw }) => raw.length > Number(value))
    else if (key === 'DRAFT') tests.push(({ flags }) => flags.has('\\Draft'))
    else if (key === 'UNDRAFT') tests.push(({ flags }) => !flags.has('\\Draft'))
    // A sequence set: 1:* is how some clients say ALL.
    else if (key !== 'ALL' && key !== '1:*') return null
  }
  return tests
}
