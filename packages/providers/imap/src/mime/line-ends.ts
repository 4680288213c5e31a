/** Where a mail's line ends are looked for. */
const sampleLength = 4096

const lineFeed = 0x0a
const carriageReturn = 0x0d

interface ByteSink {
  push(bytes: Buffer): void
  /** Ends the input. */
  end(): void
}

/**
 * Hands bytes on, with CR made LF in mail that has CR alone as its line end (old Macs, broken exports): no
 * reader understands it otherwise.
 */
export function withLineFeeds(push: (bytes: Buffer) => void): ByteSink {
  let waiting: Buffer | null = Buffer.alloc(0)
  let isConverting = false
  const pass = (bytes: Buffer): void => push(isConverting ? toLineFeeds(bytes) : bytes)
  const decide = (sample: Buffer): void => {
    const start = sample.subarray(0, sampleLength)
    isConverting = start.includes(carriageReturn) && !start.includes(lineFeed)
    waiting = null
    pass(sample)
  }
  return {
    push: (bytes) => {
      if (waiting === null) return pass(bytes)
      waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes])
      if (waiting.length >= sampleLength) decide(waiting)
    },
    end: () => {
      if (waiting !== null) decide(waiting)
    },
  }
}

function toLineFeeds(bytes: Buffer): Buffer {
  const converted = Buffer.from(bytes)
  for (let at = converted.indexOf(carriageReturn); at !== -1; at = converted.indexOf(carriageReturn, at + 1))
    converted[at] = lineFeed
  return converted
}
