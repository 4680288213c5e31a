/** Reads little-endian numbers one after the other; past the end everything is 0 and empty. */
export interface ByteReader {
  uint16(): number
  uint32(): number
  /** At most so many. */
  bytes(length: number): Buffer
  skip(length: number): void
  left(): number
}

export function byteReader(source: Buffer): ByteReader {
  let at = 0
  const take = (length: number): Buffer => {
    const taken = source.subarray(at, at + length)
    at = Math.min(source.length, at + length)
    return taken
  }
  const number = (length: number): number => {
    const taken = take(length)
    return taken.length < length ? 0 : taken.readUIntLE(0, length)
  }
  return {
    uint16: () => number(2),
    uint32: () => number(4),
    bytes: take,
    skip: (length) => void take(length),
    left: () => source.length - at,
  }
}
