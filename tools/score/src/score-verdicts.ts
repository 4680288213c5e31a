import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DetailedJudgement, judge, type ParsedMessage } from '@guichet/core'
import { z } from 'zod'
import { parseMail } from '../../../packages/providers/imap/src/parse-mail.ts'
import type { Corpora } from './corpora.ts'
import { type Figures, figure } from './measures.ts'

const rowSchema = z.object({
  file: z.string(),
  kind: z.enum(['bounce', 'arf', 'vacation', 'not-bounce']),
  sisimai_run: z
    .array(z.object({ recipient: z.string(), dsn: z.string(), action: z.string(), reason: z.string() }))
    .optional(),
})
type ReportedRecipient = { readonly address: string; readonly status: string | null }
type Row = z.infer<typeof rowSchema>

/** A mail of a corpus with what was made of it. */
interface Scored<Of> {
  readonly of: Of
  readonly parsed: ParsedMessage
  readonly judgement: DetailedJudgement
}

/** Three mails of the ham really are delivery reports. */
const reportsInHam = ['easy-ham-1/01436', 'easy-ham-1/01542', 'easy-ham-2/01311']
const automatic = new Set(['auto-reply', 'bounce', 'complaint', 'receipt'])
const listHeaders = [
  'list-id',
  'list-unsubscribe',
  'list-post',
  'mailing-list',
  'x-mailing-list',
  'x-beenthere',
  'precedence',
]

/** Measures the verdicts on bounces and automatic answers, and on ordinary mail and newsletters. */
export async function scoreVerdicts(corpora: Corpora): Promise<Figures> {
  return { ...(await scoreBounces(corpora)), ...(await scoreHam(corpora)) }
}

async function scoreBounces(corpora: Corpora): Promise<Figures> {
  const folder = 'sisimai-set-of-emails'
  const all: Scored<Row>[] = []
  for (const row of corpora.rows(`${folder}/expectations.jsonl`, rowSchema)) {
    const bytes = corpora.bytes(`${folder}/${row.file}`)
    if (bytes !== null) all.push({ of: row, ...(await read(bytes)) })
  }
  const bounces = all.filter(({ of }) => of.kind === 'bounce')
  const known = bounces.filter(({ of }) => (of.sisimai_run ?? []).some(({ recipient }) => recipient !== ''))
  const coded = known.filter(({ of }) => statusesOf(of).length > 0)
  return {
    bounceRecognised: figure(bounces, isRecognised),
    bounceRecipients: figure(known, ({ of, judgement }) => recipientsOf(of) === foundRecipients(judgement)),
    bounceStatus: figure(coded, ({ of, judgement }) => {
      const found = reportedIn(judgement).map(({ status }) => status)
      return statusesOf(of).every((status) => found.includes(status))
    }),
    autoRecall: figure(
      all.filter(({ of }) => of.kind === 'vacation'),
      ({ judgement }) => judgement.verdict === 'auto-reply',
    ),
  }
}

/** A failure is a bounce; a delay a notice with its recipients; the collection also holds receipts and complaints. */
function isRecognised({ judgement }: Scored<Row>): boolean {
  return (
    judgement.verdict === 'bounce' ||
    judgement.report !== undefined ||
    judgement.verdict === 'complaint' ||
    judgement.verdict === 'receipt'
  )
}

function recipientsOf(row: Row): string {
  return sorted((row.sisimai_run ?? []).map(({ recipient }) => recipient))
}

function foundRecipients(judgement: DetailedJudgement): string {
  return sorted(reportedIn(judgement).map(({ address }) => address))
}

/** Whom it failed for; where it failed for nobody, whom it reached and who complained. */
function reportedIn({ report, outcomes = [] }: DetailedJudgement): readonly ReportedRecipient[] {
  const failures = report?.recipients ?? []
  return failures.length > 0 ? failures : outcomes
}

function sorted(addresses: readonly string[]): string {
  return [...new Set(addresses.map((address) => address.toLowerCase()))].sort().join(' ')
}

/** Without the codes that Sisimai invents (`5.0.9xx`). */
function statusesOf(row: Row): readonly string[] {
  return (row.sisimai_run ?? [])
    .map(({ dsn }) => dsn)
    .filter((dsn) => dsn !== '' && !/^[45]\.0\.9\d\d$/.test(dsn))
}

async function scoreHam(corpora: Corpora): Promise<Figures> {
  if (!corpora.has('ham.tar.gz')) return {}
  const folder = mkdtempSync(join(tmpdir(), 'guichet-score-'))
  try {
    execFileSync('tar', ['xzf', join(corpora.folder, 'ham.tar.gz'), '-C', folder])
    const ham: Scored<string>[] = []
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (path.endsWith('.eml')) ham.push({ of: path, ...(await read(readFileSync(join(folder, path)))) })
    const newsletters = ham.filter(({ of }) => of.startsWith('hard-ham'))
    const ordinary = ham.filter(({ of, parsed }) => of.startsWith('easy-ham') && isOrdinary(of, parsed))
    const people = ordinary.filter(({ parsed }) => isFromPerson(parsed))
    return {
      autoFalse: figure(ordinary, ({ judgement }) => automatic.has(judgement.verdict)),
      newsletterRecall: figure(newsletters, ({ judgement }) => judgement.verdict !== 'person'),
      newsletterFalse: figure(people, ({ judgement }) => judgement.verdict !== 'person'),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function isOrdinary(path: string, { headers }: ParsedMessage): boolean {
  return (
    !listHeaders.some((name) => headers.has(name)) && !reportsInHam.some((report) => path.startsWith(report))
  )
}

/** Independent of what is measured: somebody answers, or wrote with a program that only people use. */
function isFromPerson({ headers, inReplyTo, references }: ParsedMessage): boolean {
  const program = headers.get('user-agent')?.[0] ?? headers.get('x-mailer')?.[0] ?? ''
  const isDesktop =
    /mozilla|mutt|outlook|pine|kmail|evolution|eudora|apple mail|sylpheed|ximian|gnus|the bat/i.test(program)
  return inReplyTo.length > 0 || references.length > 0 || isDesktop
}

async function read(bytes: Buffer): Promise<Omit<Scored<never>, 'of'>> {
  const parsed = await parseMail({ size: bytes.length, sha256: '', bytes, open: () => once(bytes) })
  return { parsed, judgement: judge(parsed) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
