import { z } from 'zod'
import { baseSubject } from '../../../packages/core/src/model/base-subject.ts'
import {
  type Answering,
  type ReplyTree,
  replyTrees,
} from '../../../packages/core/src/threading/reply-tree.ts'
import { parseMail } from '../../../packages/providers/imap/src/parse-mail.ts'
import type { Collection } from './collection.ts'
import { mergeSubjects } from './merge-subjects.ts'

const rowSchema = z.object({
  mbox: z.string(),
  algorithm: z.string(),
  script: z.array(z.string()),
})

export interface ThreadedMail extends Answering {
  readonly subject: string
}

/**
 * The thread trees of imaptest. The product's part is which message answers which; RFC 5256 also merges equal
 * subjects, which a helpdesk must not do, so that the scorer does it with the product's base subject.
 */
export const scoreImaptest: Collection = async (corpora) => {
  const rows = corpora
    .rows('imaptest/expectations.jsonl', rowSchema)
    .filter(({ algorithm }) => algorithm === 'REFERENCES')
  const steps: boolean[] = []
  for (const { mbox, script } of rows) {
    const mails = await readMbox(corpora.text(`imaptest/${mbox}`) ?? '')
    steps.push(...play(mails, script).map(({ got, wanted }) => got === wanted))
  }
  return { imaptest: { right: steps.filter(Boolean).length, of: steps.length } }
}

/** Plays a test: what is in the mailbox at each THREAD command, as we thread it and as it was expected. */
function play(
  mails: readonly ThreadedMail[],
  script: readonly string[],
): readonly { readonly got: string; readonly wanted: string }[] {
  const toCome = [...mails]
  let mailbox: readonly ThreadedMail[] = script.some((line) => /^messages: all/i.test(line))
    ? toCome.splice(0)
    : []
  let deleted = new Set<number>()
  return script.flatMap((line) => {
    if (/^ok append/i.test(line)) mailbox = [...mailbox, ...toCome.splice(0, 1)]
    const store = /^ok store (\S+) \+flags.*\\deleted/i.exec(line)?.[1]
    if (store !== undefined) deleted = numbersOf(store, mailbox.length)
    if (/^ok expunge/i.test(line)) mailbox = mailbox.filter((_, index) => !deleted.has(index + 1))
    const wanted = /^\* thread (.*)$/i.exec(line)?.[1]
    return wanted === undefined ? [] : [{ wanted: wanted.trim(), got: threadsOf(mailbox) }]
  })
}

function threadsOf(mailbox: readonly ThreadedMail[]): string {
  const trees = mergeSubjects(replyTrees(mailbox), ({ subject }) => ({
    base: baseSubject(subject),
    isDerived: baseSubject(subject) !== subject.trim().toLowerCase(),
  }))
  return trees.map((tree) => `(${shown(tree, mailbox)})`).join('')
}

/** The notation of RFC 5256 §4: `1 (2 4)(3)`. */
function shown({ message, answers }: ReplyTree<ThreadedMail>, mailbox: readonly ThreadedMail[]): string {
  const name = message === null ? '' : String(mailbox.indexOf(message) + 1)
  const [only] = answers
  if (only === undefined) return name
  if (answers.length === 1) return `${name} ${shown(only, mailbox)}`.trim()
  return `${name} ${answers.map((answer) => `(${shown(answer, mailbox)})`).join('')}`.trim()
}

/** A sequence set: `1,3:5`, `2:*`. */
function numbersOf(set: string, count: number): Set<number> {
  const numbers = new Set<number>()
  for (const range of set.split(',')) {
    const [first = 0, last = first] = range.split(':').map((end) => (end === '*' ? count : Number(end)))
    for (let number = Math.min(first, last); number <= Math.max(first, last); number += 1) numbers.add(number)
  }
  return numbers
}

async function readMbox(text: string): Promise<readonly ThreadedMail[]> {
  const mails: ThreadedMail[] = []
  const starts = [...text.matchAll(/^From \S+ +(.*)\r?\n/gm)]
  for (const [index, start] of starts.entries()) {
    const from = start.index + start[0].length
    const bytes = Buffer.from(text.slice(from, starts[index + 1]?.index ?? text.length), 'latin1')
    const { mailId, inReplyTo, references, subject, sentAt } = await parseMail({
      ...{ size: bytes.length, sha256: '', bytes },
      open: async function* () {
        yield bytes
      },
    })
    mails.push({ mailId, inReplyTo, references, subject, at: sentAt ?? new Date(start[1] ?? '') })
  }
  return mails
}
