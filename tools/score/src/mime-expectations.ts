import { z } from 'zod'

/** One mail as another reader understood it: mail-parser's JSON (stalwartlabs), of which these fields are compared. */
const addressSchema = z.object({ name: z.string().nullish(), address: z.string().nullish() })
const valueSchema = z.union([
  z.string(),
  z.object({
    Text: z.string().optional(),
    DateTime: z
      .object({
        ...{ year: z.number(), month: z.number(), day: z.number() },
        ...{ hour: z.number(), minute: z.number(), second: z.number() },
        ...{ tz_before_gmt: z.boolean(), tz_hour: z.number(), tz_minute: z.number() },
      })
      .optional(),
    Address: z
      .object({
        List: z.array(addressSchema).optional(),
        Group: z.array(z.object({ addresses: z.array(addressSchema) })).optional(),
      })
      .optional(),
    ContentType: z
      .object({ attributes: z.array(z.object({ name: z.string(), value: z.string() })).nullable() })
      .optional(),
  }),
])
const bodySchema = z.object({
  Text: z.string().optional(),
  Html: z.string().optional(),
  Binary: z.array(z.number()).optional(),
  InlineBinary: z.array(z.number()).optional(),
})
const partSchema = z.object({
  headers: z.array(z.object({ name: z.unknown(), value: valueSchema })),
  body: bodySchema,
  /** It could not make sense of this part and kept it as a file. */
  is_encoding_problem: z.boolean(),
})
const mailSchema = z.object({
  ...{ text_body: z.array(z.number()), html_body: z.array(z.number()), attachments: z.array(z.number()) },
  parts: z.array(partSchema),
})

type ExpectedPart = z.infer<typeof partSchema>
type HeaderValue = Exclude<z.infer<typeof valueSchema>, string>

/** A file as the other reader lists it. */
export interface ExpectedFile {
  readonly name: string
  /** Bytes after decoding; null where it tells characters only. */
  readonly size: number | null
  /** Kept as a file because it made no sense of it: another reader may show it as text. */
  readonly isGuess: boolean
}

/** The fields of a mail that two readers can agree on; null where the mail has none. */
export interface ExpectedMail {
  readonly subject: string | null
  readonly from: string | null
  readonly date: string | null
  readonly text: string | null
  readonly html: string | null
  readonly files: readonly ExpectedFile[]
  /** The texts it made no sense of. */
  readonly guesses: readonly string[]
}

/** Reads an expectation. */
export function readExpectation(json: string): ExpectedMail {
  const { parts, text_body: texts, html_body: htmls, attachments } = mailSchema.parse(JSON.parse(json))
  const at = (indexes: readonly number[]): readonly ExpectedPart[] =>
    indexes.flatMap((index) => parts[index] ?? [])
  const [head] = parts
  return {
    subject: head === undefined ? null : (header(head, 'subject')?.Text ?? null),
    from: head === undefined ? null : readFrom(header(head, 'from')),
    date: head === undefined ? null : readDate(header(head, 'date')),
    text: at(texts).find(({ body }) => body.Text !== undefined)?.body.Text ?? null,
    html: at(htmls).find(({ body }) => body.Html !== undefined)?.body.Html ?? null,
    files: at(attachments).map((part) => ({
      ...{ name: nameOf(part), size: sizeOf(part), isGuess: part.is_encoding_problem },
    })),
    guesses: parts.filter((part) => part.is_encoding_problem).map(({ body }) => body.Text ?? ''),
  }
}

/** Of a header that is repeated the first counts, as it does for us. */
function header(part: ExpectedPart, name: string): HeaderValue | null {
  const value = part.headers.find((line) => line.name === name)?.value
  return value === undefined || typeof value === 'string' ? null : value
}

function readFrom(value: HeaderValue | null): string | null {
  const { List: list = [], Group: groups = [] } = value?.Address ?? {}
  const [first] = [...list, ...groups.flatMap(({ addresses }) => addresses)]
  return first === undefined ? null : shownAddress(first.name ?? '', first.address ?? '')
}

/** A sender on one line: of one word alone, nobody can say whether it is a name or an address. */
export function shownAddress(name: string, address: string): string {
  return [name, address].filter((part) => part !== '').join(' ')
}

function readDate(value: HeaderValue | null): string | null {
  const date = value?.DateTime
  if (date === undefined) return null
  const offset = (date.tz_hour * 60 + date.tz_minute) * (date.tz_before_gmt ? -1 : 1)
  const moment = Date.UTC(date.year, date.month - 1, date.day, date.hour, date.minute - offset, date.second)
  return new Date(moment).toISOString()
}

function nameOf(part: ExpectedPart): string {
  const parameter = (line: string, name: string): string | undefined =>
    header(part, line)?.ContentType?.attributes?.find((one) => one.name === name)?.value
  return parameter('content_disposition', 'filename') ?? parameter('content_type', 'name') ?? ''
}

/** Texts are told as characters, whose number of bytes is another. */
function sizeOf({ body }: ExpectedPart): number | null {
  return (body.Binary ?? body.InlineBinary)?.length ?? null
}
