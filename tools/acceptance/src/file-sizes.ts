import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The size of every file below a folder, by path. */
export async function fileSizes(folder: string): Promise<Readonly<Record<string, number>>> {
  const sizes: Record<string, number> = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) sizes[path] = (await stat(path)).size
  }
  return sizes
}
