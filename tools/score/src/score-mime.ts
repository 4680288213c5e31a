import { type Attachment, cleanText } from '@guichet/core'
import { firstBodies } from '../../../packages/providers/imap/src/mime/first-bodies.ts'
import { createPartWalker } from '../../../packages/providers/imap/src/mime/part-walker.ts'
import { parseMail } from '../../../packages/providers/imap/src/parse-mail.ts'
import type { Collection } from './collection.ts'
import type { Corpora } from './corpora.ts'
import { type ExpectedFile, type ExpectedMail, readExpectation, shownAddress } from './mime-expectations.ts'

const folder = 'stalwart-mail-parser/resources/eml'

interface Field {
  readonly name: string
  readonly wanted: unknown
  readonly got: unknown
  readonly passed: boolean
}

/**
 * Subject, sender, date, first text, first HTML, names and sizes of the files: seven fields of every mail, against what
 * another reader made of it. That there is none is an answer as well.
 */
export function scoreMime(showFailures: boolean): Collection {
  return async (corpora) => {
    const all: Field[] = []
    for (const path of mailsIn(corpora)) {
      const fields = await fieldsOf(corpora, path)
      if (showFailures) printFailures(path, fields)
      all.push(...fields)
    }
    return { mimeFields: { right: all.filter(({ passed }) => passed).length, of: all.length } }
  }
}

function mailsIn(corpora: Corpora): readonly string[] {
  const paths = corpora
    .names(folder)
    .flatMap((kind) => corpora.names(`${folder}/${kind}`).map((name) => `${folder}/${kind}/${name}`))
  return paths.filter((path) => path.endsWith('.eml'))
}

/** The fields of a mail; none where nobody said what is expected. */
async function fieldsOf(corpora: Corpora, path: string): Promise<readonly Field[]> {
  const bytes = corpora.bytes(path)
  const expected = bytes === null ? null : expectationOf(corpora, path, bytes)
  if (bytes === null || expected === null) return []
  return compareFields(readExpectation(expected), await readFields(bytes))
}

/** Of every mail there is one for each kind of line end. */
function expectationOf(corpora: Corpora, path: string, bytes: Buffer): string | null {
  const withCrlf = bytes.includes('\r\n') ? corpora.text(path.replace(/eml$/, 'crlf.json')) : null
  return withCrlf ?? corpora.text(path.replace(/eml$/, 'json'))
}

interface ReadMail extends Omit<ExpectedMail, 'files' | 'guesses'> {
  readonly files: readonly Attachment[]
}

/** What our reader makes of a mail; of one that it refuses, nothing. */
async function readFields(bytes: Buffer): Promise<ReadMail> {
  const open = async function* () {
    yield bytes
  }
  const parsed = await parseMail({ size: bytes.length, sha256: '', bytes, open }).catch(() => null)
  const walker = createPartWalker(() => undefined)
  walker.push(bytes)
  return {
    subject: parsed?.subject ?? null,
    from: parsed?.from == null ? null : shownAddress(parsed.from.name, parsed.from.address),
    date: parsed?.sentAt?.toISOString() ?? null,
    ...firstBodies(walker.finish().root),
    files: parsed?.attachments ?? [],
  }
}

function compareFields(wanted: ExpectedMail, got: ReadMail): readonly Field[] {
  const texts = (['subject', 'from', 'date', 'text', 'html'] as const).map((name) => ({
    ...{ name, wanted: wanted[name], got: got[name] },
    passed: isSameText(wanted[name] ?? '', got[name] ?? '') || isGuessed(wanted, wanted[name], got[name]),
  }))
  const files = filesToFind(wanted.files, got.files)
  const places = files.map((file, index) => ({ file, found: got.files[index] }))
  const isAll = files.length === got.files.length
  const inNames = isAll && places.every(({ file, found }) => isSameText(file.name, found?.name ?? ''))
  const inSizes = isAll && places.every(({ file, found }) => file.size === null || file.size === found?.size)
  return [
    ...texts,
    { name: 'files', wanted: wanted.files, got: got.files.map(({ name }) => name), passed: inNames },
    { name: 'sizes', wanted: wanted.files, got: got.files.map(({ size }) => size), passed: inSizes },
  ]
}

/** A text that the other reader gave up on and kept as a file is right when it is shown as a text. */
function isGuessed({ guesses }: ExpectedMail, wanted: string | null, got: string | null): boolean {
  return wanted === null && got !== null && guesses.some((guess) => isSameText(guess, got))
}

/** What it kept as a file because it gave up on it may be one or not, but all of it alike. */
function filesToFind(files: readonly ExpectedFile[], found: readonly Attachment[]): readonly ExpectedFile[] {
  return files.length === found.length ? files : files.filter(({ isGuess }) => !isGuess)
}

/**
 * Line ends, blanks at the end and characters that no database takes are told in one form. A replacement character
 * of the other reader stands for one it could not read: any that we read in its place is better.
 */
function isSameText(wanted: string, got: string): boolean {
  const [one, other] = [[...plain(wanted)], [...plain(got)]]
  return (
    one.length === other.length &&
    one.every((character, index) => character === '\ufffd' || character === other[index])
  )
}

function plain(text: string): string {
  return cleanText(text.replaceAll(/\r\n?/g, '\n'), text.length).trimEnd()
}

function printFailures(path: string, fields: readonly Field[]): void {
  for (const { name, wanted, got } of fields.filter(({ passed }) => !passed)) {
    console.log(`── ${path} ${name}\nwanted: ${JSON.stringify(wanted)}\ngot: ${JSON.stringify(got)}\n`)
  }
}
