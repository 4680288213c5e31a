import { readFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { createInterface } from 'node:readline'
import { dovecotMissing, hamMissing, skipUnless, startDovecot, unpackHam } from '@guichet-tools/real-servers'
import { describe, expect, test } from 'vitest'
import {
  type Answering,
  type ReplyTree,
  replyTrees,
} from '../../../packages/core/src/threading/reply-tree.ts'
import { parseMail } from '../../../packages/providers/imap/src/parse-mail.ts'

/** Which mails are in one thread, by their numbers from 1. */
type Threads = ReadonlySet<string>

const user = { address: 'oracle@demo.test', password: 'secret' }

/** `THREAD=REFS` threads by references alone: RFC 5256 without its merging of subjects. */
async function threadsOfDovecot(port: number): Promise<Threads> {
  const socket = createConnection(port, '127.0.0.1')
  const lines = createInterface({ input: socket })
  const commands = [
    `a login ${user.address} ${user.password}`,
    'b select INBOX',
    'c uid thread refs utf-8 all',
    'd logout',
  ]
  socket.write(`${commands.join('\r\n')}\r\n`)
  let threads: Threads = new Set()
  for await (const line of lines) {
    const found = /^\* THREAD (.*)$/i.exec(line)?.[1]
    if (found !== undefined) threads = new Set(topLevel(found))
  }
  return threads
}

/** The numbers of each outermost pair of brackets. */
function topLevel(text: string): readonly string[] {
  const threads: string[] = []
  let depth = 0
  let start = 0
  for (const [index, character] of [...text].entries()) {
    if (character === '(') {
      if (depth === 0) start = index
      depth += 1
    } else if (character === ')') {
      depth -= 1
      if (depth === 0) threads.push(named((text.slice(start, index).match(/\d+/g) ?? []).map(Number)))
    }
  }
  return threads
}

function named(numbers: readonly number[]): string {
  return numbers.toSorted((one, other) => one - other).join(' ')
}

interface Numbered extends Answering {
  readonly number: number
}

function numbersIn({ message, answers }: ReplyTree<Numbered>): readonly number[] {
  return [...(message === null ? [] : [message.number]), ...answers.flatMap(numbersIn)]
}

async function read(file: string, index: number): Promise<Numbered> {
  const bytes = await readFile(file)
  const open = async function* () {
    yield bytes
  }
  const parsed = await parseMail({ size: bytes.length, sha256: '', bytes, open })
  const { mailId, inReplyTo, references, sentAt } = parsed
  return { mailId, inReplyTo, references, at: sentAt ?? new Date(0), number: index + 1 }
}

describe.skipIf(skipUnless(dovecotMissing() ?? hamMissing()))('which message answers which', () => {
  test('is what Dovecot says of three thousand real mails', async () => {
    const ham = await unpackHam()
    const dovecot = await startDovecot({ users: [user], tls: false })
    try {
      await dovecot.deliverMany(user.address, ham.files)
      const mails = await Promise.all(ham.files.map(read))
      const ours = new Set(replyTrees(mails).map((tree) => named(numbersIn(tree))))
      const theirs = await threadsOfDovecot(dovecot.port)
      expect(ours).toEqual(theirs)
      expect(theirs.size).toBeGreaterThan(1000)
    } finally {
      await dovecot.stop()
      ham.dispose()
    }
  })
})
