/** POSIX uuencode: a line says in its first character how many bytes it holds, four characters for three of them. */
export function decodeUuencode(bytes: Buffer): Buffer {
  const output = Buffer.allocUnsafe(bytes.length)
  let written = 0
  for (const line of bytes.toString('latin1').split('\n')) {
    if (isFrame(line)) continue
    const end = written + sixBits(line, 0)
    for (let at = 1; written < end && at < line.length; at += 4) {
      const group =
        (sixBits(line, at) << 18) |
        (sixBits(line, at + 1) << 12) |
        (sixBits(line, at + 2) << 6) |
        sixBits(line, at + 3)
      for (let shift = 16; shift >= 0 && written < end; shift -= 8)
        output[written++] = (group >> shift) & 0xff
    }
  }
  return output.subarray(0, written)
}

/** The bytes that the lines of a piece say they hold; a line that begins with the piece is passed over, as `begin` is. */
export function uuencodedSize(bytes: Buffer): number {
  let size = 0
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
    const first = bytes[at + 1] ?? 0
    // Small letters begin no line of data: they are `begin` and `end`.
    if (first > 0x20 && first < 0x60) size += first - 0x20
  }
  return size
}

/** Not data: the first and the last line, and blank ones. */
function isFrame(line: string): boolean {
  const text = line.trimEnd()
  return text === '' || text === 'end' || /^begin [0-7]{3,4} /.test(text)
}

/** Blanks that were stripped from the end of a line stand for zeros, as the backquote does. */
function sixBits(line: string, at: number): number {
  const code = at < line.length ? line.charCodeAt(at) : 0x20
  return code < 0x20 ? 0 : (code - 0x20) & 0x3f
}
