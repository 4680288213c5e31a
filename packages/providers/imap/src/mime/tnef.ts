import { byteReader } from './byte-reader.ts'
import { decodeCharset } from './charset.ts'
import { readMapiProperties } from './mapi-properties.ts'

/** A file that stood inside another one. */
export interface EmbeddedFile {
  readonly name: string
  /** Empty where nothing says it. */
  readonly contentType: string
  readonly contentId: string | null
  readonly bytes: Uint8Array
}

/** What Outlook packs into `winmail.dat` when it thinks that the other side is Outlook as well. */
export interface TnefContent {
  readonly files: readonly EmbeddedFile[]
  readonly text: string | null
  readonly html: string | null
}

const signature = 0x223e9f78
const maxFiles = 1_000

/** Attributes (MS-OXTNEF §2.1.3.3). */
const ids = {
  body: 0x0002800c,
  codePage: 0x00069007,
  messageProperties: 0x00069003,
  renderData: 0x00069002,
  title: 0x00018010,
  data: 0x0006800f,
  attachment: 0x00069005,
}

/** Properties (MS-OXPROPS). */
const properties = {
  body: 0x1000,
  html: 0x1013,
  longName: 0x3707,
  name: 0x3704,
  mimeTag: 0x370e,
  contentId: 0x3712,
  data: 0x3701,
}

type DraftFile = { -readonly [Key in keyof EmbeddedFile]: EmbeddedFile[Key] }

interface Draft {
  readonly files: DraftFile[]
  codePage: string
  text: string | null
  html: string | null
}

/**
 * Reads TNEF (MS-OXTNEF) as far as it goes; null for what is none. Linear and bounded by its bytes. A body in RTF is
 * left alone: who sends one sends the text of it beside.
 */
export function readTnef(bytes: Buffer): TnefContent | null {
  const reader = byteReader(bytes)
  if (reader.uint32() !== signature) return null
  reader.skip(2)
  const draft: Draft = { files: [], codePage: 'windows-1252', text: null, html: null }
  while (reader.left() >= 9) {
    reader.skip(1)
    const id = reader.uint32()
    const data = reader.bytes(reader.uint32())
    // A checksum nobody checks: what is damaged is shown as far as it can be read.
    reader.skip(2)
    takeAttribute(draft, id, data)
  }
  const { files, text, html } = draft
  return { files: files.filter((file) => file.bytes.length > 0), text, html }
}

function takeAttribute(draft: Draft, id: number, data: Buffer): void {
  const file = draft.files.at(-1)
  if (id === ids.codePage) draft.codePage = codePageName(byteReader(data).uint32())
  else if (id === ids.body) draft.text = decoded(data, draft.codePage)
  else if (id === ids.messageProperties) takeMessage(draft, data)
  else if (id === ids.renderData && draft.files.length < maxFiles) draft.files.push(newFile())
  else if (file !== undefined) takeFile(file, id, data, draft.codePage)
}

function newFile(): DraftFile {
  return { name: '', contentType: '', contentId: null, bytes: new Uint8Array() }
}

function takeMessage(draft: Draft, data: Buffer): void {
  const values = readMapiProperties(data, (bytes) => decoded(bytes, draft.codePage))
  const text = values.get(properties.body)
  const html = values.get(properties.html)
  if (typeof text === 'string') draft.text = text
  if (html !== undefined) draft.html = typeof html === 'string' ? html : decoded(html, draft.codePage)
}

function takeFile(file: DraftFile, id: number, data: Buffer, codePage: string): void {
  if (id === ids.title) file.name ||= decoded(data, codePage)
  else if (id === ids.data) file.bytes = data
  else if (id === ids.attachment) {
    const values = readMapiProperties(data, (bytes) => decoded(bytes, codePage))
    const text = (key: number): string => {
      const value = values.get(key)
      return typeof value === 'string' ? value : ''
    }
    file.name = text(properties.longName) || text(properties.name) || file.name
    file.contentType = text(properties.mimeTag)
    file.contentId = text(properties.contentId) || null
    const inside = values.get(properties.data)
    if (file.bytes.length === 0 && inside !== undefined && typeof inside !== 'string') file.bytes = inside
  }
}

function codePageName(number: number): string {
  if (number === 65_001) return 'utf-8'
  return number === 0 ? 'windows-1252' : `windows-${number}`
}

function decoded(bytes: Buffer, codePage: string): string {
  return decodeCharset(withoutZeros(bytes), codePage)
}

function withoutZeros(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0)
  return end === -1 ? bytes : bytes.subarray(0, end)
}
