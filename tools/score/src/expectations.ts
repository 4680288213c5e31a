import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'

/** Reads a file of one JSON object a line. */
export function readExpectations<T extends z.ZodType>(folder: string, schema: T): readonly z.infer<T>[] {
  return readFileSync(join(folder, 'expectations.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => schema.parse(JSON.parse(line)))
}
