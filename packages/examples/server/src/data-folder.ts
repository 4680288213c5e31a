import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the demo keeps its database, raw messages and key. */
export interface DataFolder {
  readonly path: string
  /** 32 random bytes in base64, made on first use and readable by the owner only. */
  readonly key: string
  /** Removes a folder that was made for one run; leaves a kept one alone. */
  dispose(): void
}

/** A folder that stays: mail of a real mailbox is synced once. */
export function keptDataFolder(path: string): DataFolder {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return { path, key: keyIn(path), dispose: () => undefined }
}

/** A folder for one run: sample mail is new each time. */
export function temporaryDataFolder(): DataFolder {
  const path = mkdtempSync(join(tmpdir(), 'guichet-demo-'))
  return { path, key: keyIn(path), dispose: () => rmSync(path, { recursive: true, force: true }) }
}

function keyIn(path: string): string {
  const file = join(path, 'key')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    const key = randomBytes(32).toString('base64')
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
    return key
  }
}
