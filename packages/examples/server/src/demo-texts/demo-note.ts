import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** What a running demo tells `npm run demo:send`: where it is, and the secrets that were made for this one run. */
export interface DemoNote {
  readonly url: string
  readonly pid: number
  /** Where the provider keeps the photo that customers send. */
  readonly photoUrl: string
  readonly vonage: {
    readonly apiKey: string
    readonly applicationId: string
    readonly signatureSecret: string
  }
  readonly source: { readonly path: string; readonly secret: string }
}

const schema: z.ZodType<DemoNote> = z.object({
  url: z.url(),
  pid: z.int(),
  photoUrl: z.url(),
  vonage: z.object({ apiKey: z.string(), applicationId: z.string(), signatureSecret: z.string() }),
  source: z.object({ path: z.string(), secret: z.string() }),
})

/** Inside the project and out of its history, so that only who may run the demo reads it. */
const usualFile = fileURLToPath(new URL('../../node_modules/.cache/guichet-demo.json', import.meta.url))

/** Leaves the note; returns how to take it away, unless another demo has left its own meanwhile. */
export function leaveNote(note: DemoNote, file: string = usualFile): () => void {
  mkdirSync(dirname(file), { recursive: true })
  rmSync(file, { force: true })
  writeFileSync(file, JSON.stringify(note), { mode: 0o600, flag: 'wx' })
  return () => {
    if (findNote(file)?.pid === note.pid) rmSync(file, { force: true })
  }
}

/** The note of the demo that is running, or of one that was ended by force; null when there is none. */
export function findNote(file: string = usualFile): DemoNote | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
