import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ParsedMessage } from '@guichet/core'
import { accept } from '../../../packages/core/src/pipeline.ts'
import { intakeBench } from '../../../packages/core/src/testing/intake-bench.ts'
import { parseMail } from '../../../packages/providers/imap/src/parse-mail.ts'
import type { Collection } from './collection.ts'
import { componentsOf } from './components.ts'

interface Mail {
  readonly bytes: Buffer
  readonly parsed: ParsedMessage
  readonly receivedAt: Date
}

const batchSize = 200

/**
 * The mails of one mailbox, taken in as they arrived by the same pipeline that every message takes. Two mails belong
 * together when a chain of ids connects them; right is, of all pairs of mails in one conversation, how many do, and
 * of all pairs that do, how many are in one.
 */
export const scoreHamThreads: Collection = async (corpora) => {
  if (!corpora.has('ham.tar.gz')) return {}
  const mails = await readMails(join(corpora.folder, 'ham.tar.gz'))
  const conversations = await takeIn(mails)
  const truth = componentsOf(mails.map(({ parsed }) => idsOf(parsed)))
  const both = mails.map((_, index) => `${conversations[index]}|${truth[index]}`)
  return {
    threadPrecision: { right: pairsIn(both), of: pairsIn(conversations) },
    threadRecall: { right: pairsIn(both), of: pairsIn(truth) },
  }
}

function idsOf({ mailId, references, inReplyTo }: ParsedMessage): readonly string[] {
  return [...(mailId === null ? [] : [mailId]), ...references, ...inReplyTo]
}

/** How many pairs of items are in one group. */
function pairsIn(groups: readonly unknown[]): number {
  const sizes = [...Map.groupBy(groups, (group) => group).values()].map(({ length }) => length)
  return sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
}

/** The conversation of each mail. */
async function takeIn(mails: readonly Mail[]): Promise<readonly string[]> {
  const bench = intakeBench()
  const ctx = { ...bench.ctx, channel: { medium: 'email' as const, parse: parseMail } }
  const received = mails.map(({ bytes, receivedAt }, index) => ({
    ...{ locator: `INBOX/1/${index + 1}`, raw: bytes, receivedAt, isHistory: true },
  }))
  for (let start = 0; start < received.length; start += batchSize) {
    await accept(ctx, { messages: received.slice(start, start + batchSize), cursor: null })
  }
  return bench.read(async (tx) => {
    const claims = mails.map(({ parsed: { externalId } }) => ({ externalId, messageId: 'nobody' }))
    const owners = await tx.messages.claim(ctx.integrationId, claims)
    const places: string[] = []
    for (const { externalId } of claims) {
      const message = await tx.messages.get(owners.get(externalId) ?? '')
      places.push(message?.conversationId ?? externalId)
    }
    return places
  })
}

async function readMails(archive: string): Promise<readonly Mail[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-score-'))
  try {
    execFileSync('tar', ['xzf', archive, '-C', folder])
    const mails: Mail[] = []
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (path.endsWith('.eml')) mails.push(await readMail(readFileSync(join(folder, path))))
    }
    return mails.toSorted((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime())
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function readMail(bytes: Buffer): Promise<Mail> {
  const open = async function* () {
    yield bytes
  }
  const parsed = await parseMail({ size: bytes.length, sha256: '', bytes, open })
  // The topmost line was written by the last server, when the mail arrived.
  const stamp = new Date(parsed.headers.get('received')?.[0]?.split(';').at(-1)?.trim() ?? '')
  const receivedAt = Number.isNaN(stamp.getTime()) ? (parsed.sentAt ?? new Date(0)) : stamp
  return { bytes, parsed, receivedAt }
}
