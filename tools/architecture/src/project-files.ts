import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One file of the project; its path is relative to the root. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What is made or installed, and never committed (see .gitignore). */
const notOurs = new Set(['node_modules', 'dist', 'data', 'coverage', '.git'])

/** Walks the folders rather than asking git, which a machine with only Node may not have. */
export function projectFiles(isWanted: (path: string) => boolean, folder = ''): readonly SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry): readonly SourceFile[] => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : projectFiles(isWanted, path)
    return entry.isFile() && isWanted(path) ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : []
  })
}

/** TypeScript of packages and tools, tests included. */
export function typeScriptFiles(): readonly SourceFile[] {
  return projectFiles((path) => /\.tsx?$/.test(path) && !path.endsWith('.gen.ts'))
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}

/** What users run: not tests, not what only tests use. */
export function isProduct(path: string): boolean {
  return path.startsWith('packages/') && !isTest(path) && !path.includes('/src/testing/')
}
