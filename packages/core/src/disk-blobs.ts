import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { GuichetError } from './errors.ts'
import type { TenantId } from './model/tenant.ts'
import type { BlobStore, RawBytes, StoredBlob } from './ports/blobs.ts'
import type { Clock } from './ports/clock.ts'
import { systemClock } from './system-clock.ts'

/** Files open at once: enough for the disk to merge its flushes, few enough for any limit. */
const parallelWrites = 16

const keyPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}\/[0-9a-f-]{36}$/

/**
 * Keeps raw messages as files of one folder, `folder/tenant/period/uuid`. Every file and the folder entry that
 * names it are flushed (fsync) before `put` resolves.
 */
export function diskBlobs(folder: string, options: { readonly clock?: Clock } = {}): BlobStore {
  const root = resolve(folder)
  const clock = options.clock ?? systemClock()
  return {
    put: (tenant, blobs) => putAll(root, clock, tenant, blobs),
    open: (key) => readBlob(pathOf(root, key), key),
    remove: async (keys) => {
      for (const key of keys) await rm(pathOf(root, key), { force: true })
    },
  }
}

function pathOf(root: string, key: string): string {
  if (!keyPattern.test(key)) throw new GuichetError('not-found', 'there is no raw message under this key')
  const [tenant = '', id = ''] = key.split('/')
  // A UUIDv7 begins with the time: seven digits are one folder per 17 minutes, so a batch flushes one or two.
  return join(root, tenant, id.slice(0, 7), id)
}

async function putAll(
  root: string,
  clock: Clock,
  tenant: TenantId,
  blobs: readonly RawBytes[],
): Promise<readonly StoredBlob[]> {
  const stored: StoredBlob[] = []
  const folders = new Set<string>()
  for (let start = 0; start < blobs.length; start += parallelWrites) {
    const group = blobs
      .slice(start, start + parallelWrites)
      .map((blob) => ({ blob, key: `${tenant}/${clock.newId()}` }))
    for (const { key } of group) await ensureFolder(root, dirname(pathOf(root, key)), folders)
    const streams = group.some(({ blob }) => !(blob instanceof Uint8Array))
    const write = async ({ blob, key }: (typeof group)[number]) => ({
      key,
      ...(await writeBlob(pathOf(root, key), blob)),
    })
    if (streams) for (const one of group) stored.push(await write(one))
    else stored.push(...(await Promise.all(group.map(write))))
  }
  for (const path of folders) await flushFolder(path)
  return stored
}

/** Creates a folder once per call and notes every folder whose entries changed. */
async function ensureFolder(root: string, path: string, changed: Set<string>): Promise<void> {
  if (changed.has(path)) return
  const created = await mkdir(path, { recursive: true })
  changed.add(path)
  if (created !== undefined) changed.add(dirname(path)).add(root)
}

async function writeBlob(path: string, blob: RawBytes): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256')
  const file = await open(path, 'w', 0o600)
  try {
    const size =
      blob instanceof Uint8Array ? await append(file, hash, blob) : await appendAll(file, hash, blob)
    await file.datasync()
    return { size, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

async function appendAll(file: FileHandle, hash: Hash, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0
  for await (const chunk of chunks) size += await append(file, hash, chunk)
  return size
}

async function append(file: FileHandle, hash: Hash, bytes: Uint8Array): Promise<number> {
  hash.update(bytes)
  await file.writeFile(bytes)
  return bytes.byteLength
}

/** A file that survives a power cut is lost all the same if the folder entry that names it does not. */
async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function* readBlob(path: string, key: string): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk
  } catch (error) {
    if (isMissingFile(error))
      throw new GuichetError('not-found', `the raw message ${key} is not on this disk`)
    throw error
  }
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
