import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface HamCorpus {
  /** Paths of the mails, in a fixed order. */
  readonly files: readonly string[]
  dispose(): void
}

/** Beside the checkout, never in it: these are real people's mails. */
const archive = fileURLToPath(new URL('../../../../shared/corpora/ham.tar.gz', import.meta.url))

export function hamMissing(): string | null {
  return existsSync(archive)
    ? null
    : 'the ham corpus is not beside this checkout (../shared/corpora/ham.tar.gz)'
}

/** Unpacks the corpus into a temporary folder. */
export async function unpackHam(): Promise<HamCorpus> {
  const reason = hamMissing()
  if (reason !== null) throw new Error(reason)
  const folder = mkdtempSync(join(tmpdir(), 'guichet-ham-'))
  execFileSync('tar', ['xzf', archive, '-C', folder])
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.eml'),
  )
  return {
    files: files.sort().map((name) => join(folder, name)),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  }
}
