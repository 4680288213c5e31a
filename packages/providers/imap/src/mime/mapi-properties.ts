import { type ByteReader, byteReader } from './byte-reader.ts'

/** By property id; texts are decoded, everything else with bytes stays bytes. Numbers are passed over. */
export type MapiValues = ReadonlyMap<number, string | Buffer>

const maxProperties = 2_000
const multiple = 0x1000
const types = { string8: 0x001e, unicode: 0x001f, object: 0x000d, binary: 0x0102 }

/** Bytes of the types of fixed length, filled up to four (MS-OXTNEF §2.1.3.4). */
const fixedLengths: ReadonlyMap<number, number> = new Map([
  ...[0x0001, 0x0002, 0x0003, 0x0004, 0x000a, 0x000b].map((type) => [type, 4] as const),
  ...[0x0005, 0x0006, 0x0007, 0x0014, 0x0040].map((type) => [type, 8] as const),
  [0x0048, 16],
])

/** Reads a list of MAPI properties as far as it can be understood: behind an unknown type nothing can be found. */
export function readMapiProperties(data: Buffer, decode: (bytes: Buffer) => string): MapiValues {
  const values = new Map<number, string | Buffer>()
  const reader = byteReader(data)
  const count = Math.min(reader.uint32(), maxProperties)
  for (let index = 0; index < count && reader.left() > 0; index += 1) {
    const type = reader.uint16()
    const id = reader.uint16()
    if (id >= 0x8000) skipName(reader)
    const length = fixedLengths.get(type & ~multiple)
    const isMultiple = (type & multiple) !== 0
    if (length === undefined) {
      const value = readVariable(reader, type & ~multiple)
      if (value === null) return values
      values.set(id, asValue(value, type, decode))
    } else reader.skip(length * (isMultiple ? reader.uint32() : 1))
  }
  return values
}

/** A named property says its set and its number or its name first. */
function skipName(reader: ByteReader): void {
  reader.skip(16)
  if (reader.uint32() === 0) reader.skip(4)
  else readPadded(reader)
}

/** The first of the values: nothing here needs the others. */
function readVariable(reader: ByteReader, type: number): Buffer | null {
  if (!Object.values(types).includes(type)) return null
  const count = Math.min(reader.uint32(), maxProperties)
  let first: Buffer | null = null
  for (let index = 0; index < count && reader.left() > 0; index += 1) {
    const value = readPadded(reader)
    first ??= value
  }
  return first ?? Buffer.alloc(0)
}

function readPadded(reader: ByteReader): Buffer {
  const length = reader.uint32()
  const value = reader.bytes(length)
  reader.skip((4 - (length % 4)) % 4)
  return value
}

function asValue(bytes: Buffer, type: number, decode: (bytes: Buffer) => string): string | Buffer {
  const base = type & ~multiple
  if (base === types.string8) return decode(bytes)
  if (base === types.unicode) return bytes.toString('utf16le').replace(/\0.*$/s, '')
  // The interface of an object stands before its bytes.
  return base === types.object ? bytes.subarray(16) : bytes
}
