import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ParsedMessage } from '@guichet/core'
import { type ParsedMail, simpleParser } from 'mailparser'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseMail } from './parse-mail.ts'

const shared = fileURLToPath(new URL('../../../../../shared/', import.meta.url))
const ham = join(shared, 'corpora/ham.tar.gz')
const stalwart = join(shared, 'corpora/stalwart-mail-parser/resources/eml')
const hostile = ['mime-bombs', 'postfix-mime'].map((folder) => join(shared, 'security', folder))

for (const path of [ham, stalwart, ...hostile])
  if (!existsSync(path)) console.log(`skipped: ${path} is not on this machine`)

const mailparserOptions = {
  keepDeliveryStatus: true,
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipImageLinks: true,
}

function parse(bytes: Buffer): Promise<ParsedMessage> {
  return parseMail({ size: bytes.length, sha256: '', bytes, open: () => neverOpened })
}

const neverOpened: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({
    next: () => Promise.reject(new Error('a mail in memory was opened as a stream')),
  }),
}

function fold(text: string | undefined): string {
  return (text ?? '').replaceAll(/\s+/g, ' ').trim()
}

function withoutMarks(text: string | undefined): string {
  return (text ?? '').replaceAll(/[>\s]+/g, '')
}

function filesUnder(folder: string, ending: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true }).map(String)
  return names.filter((name) => name.endsWith(ending)).sort()
}

describe.skipIf(!existsSync(ham))('2,766 real mails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-ham-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  execFileSync('tar', ['xzf', ham, '-C', folder])
  const mails = filesUnder(folder, '.eml').map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))

  /** Where mailparser is wrong, or means something else on purpose. */
  function explain(source: string, theirs: string): string | null {
    if (theirs.includes('\ufffd')) return 'undeclared 8-bit characters, which mailparser loses'
    if (/format="?flowed/i.test(source))
      return 'flowed quotes, which mailparser joins without regard to their depth'
    if (/message\/rfc822/i.test(source)) return 'forwarded mail, which mailparser reads as part of the text'
    return null
  }

  test('subject, sender, date, text and file names agree with mailparser except where it is wrong', async () => {
    const explained = new Map<string, number>()
    const unexplained: string[] = []
    const compare = (
      mail: { name: string; bytes: Buffer },
      field: string,
      pair: readonly [string, string],
    ): void => {
      if (pair[0] === pair[1]) return
      const reason = explain(mail.bytes.toString('latin1'), pair[1])
      if (reason === null) unexplained.push(`${mail.name} ${field}: ${JSON.stringify(pair).slice(0, 300)}`)
      else explained.set(reason, (explained.get(reason) ?? 0) + 1)
    }
    for (const mail of mails) {
      const ours = await parse(mail.bytes)
      const theirs: ParsedMail = await simpleParser(mail.bytes, mailparserOptions)
      const from = theirs.from?.value[0]
      compare(mail, 'subject', [ours.subject, fold(theirs.subject)])
      compare(mail, 'address', [ours.from?.address ?? '', from?.address ?? ''])
      compare(mail, 'name', [ours.from?.name ?? '', fold(from?.name)])
      if (ours.sentAt !== null)
        compare(mail, 'date', [ours.sentAt.toISOString(), theirs.date?.toISOString() ?? ''])
      // mailparser joins flowed quotes without regard to their depth: there the words must agree, not the marks.
      const comparable = /format="?flowed/i.test(mail.bytes.toString('latin1')) ? withoutMarks : fold
      if (fold(theirs.text) !== '') compare(mail, 'text', [comparable(ours.text), comparable(theirs.text)])
      const names = [
        ours.attachments.map((file) => file.name),
        theirs.attachments.map((file) => file.filename ?? ''),
      ]
      compare(mail, 'names', [JSON.stringify(names[0]), JSON.stringify(names[1])])
    }
    console.log('differences from mailparser that are meant:', Object.fromEntries(explained))
    expect(unexplained).toEqual([])
  }, 120_000)

  test('nothing of them is lost: every mail has a sender and a date, and a text wherever it has a text part', async () => {
    const parsed = await Promise.all(mails.map(({ bytes }) => parse(bytes)))
    expect(parsed.filter((message) => message.from === null || message.sentAt === null)).toEqual([])
    expect(new Set(parsed.map((message) => message.externalId)).size).toBeGreaterThan(mails.length * 0.98)
    expect(parsed.filter((message) => message.text.includes('\ufffd'))).toEqual([])
  }, 60_000)

  test('the speed is printed', async () => {
    const rate = async (read: (bytes: Buffer) => Promise<unknown>): Promise<number> => {
      const start = performance.now()
      for (const { bytes } of mails) await read(bytes)
      return Math.round((mails.length * 1000) / (performance.now() - start))
    }
    await rate(parse)
    await rate(parse)
    const ours = await rate(parse)
    console.log(
      `mails per second: ours ${ours}, simpleParser without conversions ${await rate((bytes) => simpleParser(bytes, mailparserOptions))}, simpleParser as it comes ${await rate((bytes) => simpleParser(bytes))}`,
    )
  }, 120_000)
})

const headerSchema = z.object({ name: z.unknown(), value: z.unknown() })
const expectationSchema = z.object({
  text_body: z.array(z.number()),
  attachments: z.array(z.number()),
  parts: z.array(z.object({ headers: z.array(headerSchema), body: z.unknown() })),
})
const textSchema = z.object({ Text: z.string() })
const addressSchema = z.object({
  Address: z.object({ List: z.array(z.object({ address: z.string().nullable() })) }),
})
const attributesSchema = z.object({
  ContentType: z.object({ attributes: z.array(z.object({ name: z.string(), value: z.string() })) }),
})
type Expectation = z.infer<typeof expectationSchema>

describe.skipIf(!existsSync(stalwart))('71 awkward mails', () => {
  function header(expectation: Expectation, part: number, name: string): unknown {
    return expectation.parts[part]?.headers.find((line) => line.name === name)?.value
  }
  function fileName(expectation: Expectation, part: number): string {
    for (const [name, attribute] of [
      ['content_disposition', 'filename'],
      ['content_type', 'name'],
    ] as const) {
      const parsed = attributesSchema.safeParse(header(expectation, part, name))
      const found = parsed.data?.ContentType.attributes.find((candidate) => candidate.name === attribute)
      if (found !== undefined) return found.value
    }
    return ''
  }

  test('they are read as their expectations say, up to a known score', async () => {
    const score = { subject: [0, 0], from: [0, 0], text: [0, 0], names: [0, 0] }
    const count = (
      field: keyof typeof score,
      wanted: string | undefined,
      isEqual: (wanted: string) => boolean,
    ): void => {
      // An expectation with U+FFFD is one where the other reader lost a character.
      if (wanted === undefined || wanted.includes('\ufffd')) return
      score[field] = [(score[field][0] ?? 0) + Number(isEqual(wanted)), (score[field][1] ?? 0) + 1]
    }
    for (const name of filesUnder(stalwart, '.eml')) {
      const message = await parse(readFileSync(join(stalwart, name)))
      const json: unknown = JSON.parse(readFileSync(join(stalwart, name.replace('.eml', '.json')), 'utf8'))
      const expectation = expectationSchema.parse(json)
      const body = textSchema.safeParse(expectation.parts[expectation.text_body[0] ?? -1]?.body)
      const from = addressSchema.safeParse(header(expectation, 0, 'from')).data?.Address.List[0]?.address
      count(
        'subject',
        textSchema.safeParse(header(expectation, 0, 'subject')).data?.Text,
        (text) => fold(text) === message.subject,
      )
      count('from', from ?? undefined, (text) => message.from?.address === text)
      count('text', body.data?.Text.replaceAll('\0', ' '), (text) =>
        fold(message.text.replaceAll('\ufffd', ' ')).startsWith(fold(text)),
      )
      const names = expectation.attachments
        .map((part) => fileName(expectation, part))
        .filter((file) => file !== '')
      count(
        'names',
        names.join('|'),
        (text) =>
          message.attachments
            .map((file) => file.name)
            .filter((file) => file !== '')
            .join('|') === text,
      )
    }
    console.log('stalwart, right of all:', score)
    // Of the names two: files that are uuencoded in a text are files here and text there.
    for (const [right = 0, all = 0] of Object.values(score)) expect(all - right).toBeLessThanOrEqual(2)
  })
})

test.skipIf(!hostile.every(existsSync))(
  'hostile mails take less than five seconds and little memory',
  async () => {
    const times: string[] = []
    for (const folder of hostile)
      for (const name of readdirSync(folder)) {
        const bytes = readFileSync(join(folder, name))
        const memory = process.memoryUsage().rss
        const start = performance.now()
        const outcome = await parse(bytes).then(
          () => 'read',
          (error: unknown) => z.object({ code: z.literal('unparsable') }).parse(error).code,
        )
        const elapsed = performance.now() - start
        times.push(`${name} ${outcome} ${Math.round(elapsed)} ms`)
        expect(elapsed).toBeLessThan(5000)
        expect(process.memoryUsage().rss - memory).toBeLessThan(256_000_000)
      }
    console.log(times.join(', '))
  },
  60_000,
)
