import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'

/** The folder of the collections. What is not in it is remembered instead of being an error. */
export interface Corpora {
  readonly folder: string
  /** What was asked for and is not there. */
  readonly missing: readonly string[]
  has(path: string): boolean
  /** The content of a file, or null. */
  bytes(path: string): Buffer | null
  text(path: string): string | null
  /** The names in a folder, in order. */
  names(path: string): readonly string[]
  /** The rows of a file with one JSON object a line. */
  rows<T extends z.ZodType>(path: string, schema: T): readonly z.infer<T>[]
}

/** Opens the folder of the collections. */
export function openCorpora(folder: string): Corpora {
  const missing: string[] = []
  const has = (path: string) => {
    const found = existsSync(join(folder, path))
    if (!found && !missing.includes(path)) missing.push(path)
    return found
  }
  const bytes = (path: string) => (has(path) ? readFileSync(join(folder, path)) : null)
  const text = (path: string) => bytes(path)?.toString('utf8') ?? null
  return {
    folder,
    missing,
    has,
    bytes,
    text,
    names: (path) => (has(path) ? readdirSync(join(folder, path)).sort() : []),
    rows: (path, schema) =>
      (text(path) ?? '')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => schema.parse(JSON.parse(line))),
  }
}
