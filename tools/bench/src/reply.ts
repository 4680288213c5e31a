import { splitReply, splitReplyHtml, visibleReply } from '@guichet/core/reply-text'

/**
 * `pnpm bench:reply`: how long bodies of five megabytes take to be split, ordinary and hostile ones, and how the
 * time grows with the size. Ends with one JSON line; fails where a body takes longer than 200 ms of processor time.
 */

const size = 5_000_000
const limitMs = 200

const texts: Readonly<Record<string, string>> = {
  prose: 'Some words of a text, on and on.\n',
  bq: 'bq',
  quoteSigns: '>',
  quotedLines: `${'> '.repeat(40)}\n`,
  oneLine: 'word ',
  lineBreaks: '\n',
  introductions: 'On 3 Nov 2026 at 10:12, Ann <ann@shop.example> wrote:\n',
  almostIntroductions: 'On 3 Nov 2026 at 10:12, Ann <ann@shop.example> wrot\n',
  headers: 'From: a@b.example\nSent: 3 May 2026\nTo: c\nSubject: d\n\n',
  answers: '> q\na\n',
  closings: 'thanks\nx\n',
  dashes: '-',
  blanks: ' ',
  brackets: '[mailto:',
  devices: 'Sent from my iPhone\n',
}

const htmls: Readonly<Record<string, string>> = {
  paragraphs: '<p>Some words</p>',
  nestedQuotes: '<blockquote>',
  quotes: '<blockquote>a</blockquote>b',
  open: '<div>',
  brackets: '<',
  oneLine: 'word ',
  breaks: '<br>',
  entities: '&amp;',
  comments: '<!--',
  misnested: '<b><i>x</b></i>',
  tables: '<table><tr><td>a',
}

type Split = (body: string) => unknown

const splits: readonly (readonly [string, Readonly<Record<string, string>>, Split])[] = [
  ['text', texts, (body) => visibleReply(splitReply(body))],
  ['html', htmls, (body) => visibleReply(splitReplyHtml(body))],
]

// The first runs are slower for being compiled; a server that reads mail is warm.
for (const [, pieces, split] of splits)
  for (const piece of Object.values(pieces)) split(bodyOf(piece, size / 50))

const figures: Record<string, number> = {}
const rows: Record<string, object> = {}
for (const [kind, pieces, split] of splits)
  for (const [name, piece] of Object.entries(pieces)) {
    const whole = bestOf(split, bodyOf(piece, size))
    const half = bestOf(split, bodyOf(piece, size / 2))
    figures[`${kind}.${name}`] = whole
    rows[`${kind} ${name}`] = { 'ms for 5 MB': whole, 'ms for 2.5 MB': half }
  }
console.table(rows)
const slowest = Math.max(...Object.values(figures))
if (slowest > limitMs) process.exitCode = 1
console.log(JSON.stringify({ bytes: size, limitMs, slowestMs: slowest, ms: figures }))

function bodyOf(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
}

/** Processor time, so that a busy machine counts as little as can be. */
function bestOf(split: Split, body: string): number {
  const times = [1, 2, 3].map(() => {
    const started = process.cpuUsage()
    split(body)
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  })
  return Math.round(Math.min(...times))
}
