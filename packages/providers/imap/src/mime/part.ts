import { firstHeader, type HeaderLine } from './header-block.ts'
import { readMailIds } from './mail-ids.ts'
import { type ParameterisedValue, readParameters } from './parameters.ts'
import { readTransferEncoding, type TransferEncoding } from './transfer-encoding.ts'

/** What the headers of a MIME part say. */
export interface PartHeaders {
  /** `text/plain`, lower case; the default of its place when absent or no type at all. */
  readonly contentType: string
  readonly typeParameters: ReadonlyMap<string, string>
  readonly disposition: ParameterisedValue
  /** Null for an encoding nobody defined. */
  readonly encoding: TransferEncoding | null
  readonly contentId: string | null
  /** RFC 2557: what HTML may call the part instead. */
  readonly contentLocation: string | null
}

/** One part of a mail, as the bytes that passed by described it. */
export interface Part extends PartHeaders {
  /** Its place among all parts of the mail, the mail itself being 0. */
  readonly number: number
  readonly parent: Part | null
  readonly children: readonly Part[]
  /** Something to read rather than a file. */
  readonly isBody: boolean
  /** Encoded content, as much as was worth keeping: of body texts and of the parts of a report. */
  readonly content: Buffer
  /** Bytes after decoding; for what was not decoded computed from the shape of the encoding. */
  readonly size: number
}

const typeShape = /^[\w!#$&^.+*'-]+\/[\w!#$&^.+*'-]+$/

/** Reads the headers that describe a part; `defaultType` is what its place says (RFC 2046 §5.1.5). */
export function readPartHeaders(lines: readonly HeaderLine[], defaultType: string): PartHeaders {
  const type = readParameters(firstHeader(lines, 'content-type'))
  return {
    contentType: typeShape.test(type.value) ? type.value : defaultType,
    typeParameters: type.parameters,
    disposition: readParameters(firstHeader(lines, 'content-disposition')),
    encoding: readTransferEncoding(firstHeader(lines, 'content-transfer-encoding')),
    contentId: readContentId(firstHeader(lines, 'content-id')),
    contentLocation: firstHeader(lines, 'content-location')?.replaceAll(/\s+/g, '') ?? null,
  }
}

/** RFC 2392; senders leave the brackets out, and HTML finds the part all the same. */
function readContentId(value: string | null): string | null {
  if (value === null || value === '') return null
  return readMailIds(value)[0] ?? value.slice(0, 998)
}

/** RFC 8621 §4.1.4: a text with a name is a file, unless it comes first. */
export function isBodyText(part: PartHeaders, isFirst: boolean): boolean {
  if (part.disposition.value === 'attachment' || (partName(part) !== '' && !isFirst)) return false
  return part.contentType === 'text/plain' || part.contentType === 'text/html'
}

/** The file name a part was given, empty if none. */
export function partName(part: PartHeaders): string {
  return part.disposition.parameters.get('filename') ?? part.typeParameters.get('name') ?? ''
}

/** A multipart in which no part was ever found: what stands there is read as text. */
export function isBarren(part: Part): boolean {
  return part.children.length === 0 && part.contentType.startsWith('multipart/')
}
