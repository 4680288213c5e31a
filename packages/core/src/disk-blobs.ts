import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import {
  eraseMembers,
  flushFolder,
  type PackMember,
  readMember,
  writePack,
  writeStream,
} from './blob-pack.ts'
import { GuichetError } from './errors.ts'
import type { TenantId } from './model/tenant.ts'
import type { BlobStore, RawBytes, StoredBlob } from './ports/blobs.ts'
import type { Clock } from './ports/clock.ts'
import { systemClock } from './system-clock.ts'

/** `tenant/pack.offset-size`. */
const keyPattern = /^([A-Za-z0-9][A-Za-z0-9._-]{0,62})\/([0-9a-f-]{36})\.(\d{1,15})-(\d{1,15})$/

/**
 * Keeps raw messages in files of one folder, `folder/tenant/period/pack`. The messages of one `put` share a
 * file; one too large for memory gets its own. File and folder entries are flushed (fsync) before `put` resolves.
 */
export function diskBlobs(folder: string, options: { readonly clock?: Clock } = {}): BlobStore {
  const root = resolve(folder)
  const clock = options.clock ?? systemClock()
  return {
    put: (tenant, blobs) => putAll(root, clock, tenant, blobs),
    open: (key) => readBlob(root, key),
    remove: async (keys) => {
      for (const [path, members] of byPack(root, keys)) await eraseMembers(path, members)
    },
  }
}

async function putAll(
  root: string,
  clock: Clock,
  tenant: TenantId,
  blobs: readonly RawBytes[],
): Promise<readonly StoredBlob[]> {
  const stored: StoredBlob[] = []
  for (const pack of inPacks(blobs)) {
    const id = clock.newId()
    const path = packPath(root, tenant, id)
    await makeFolder(root, dirname(path))
    const members = Array.isArray(pack) ? await writePack(path, pack) : [await writeStream(path, pack)]
    stored.push(...members.map((member) => toStored(`${tenant}/${id}`, member)))
  }
  return stored
}

/** Neighbours in memory share a pack; a stream, too large for memory, gets its own. */
function inPacks(blobs: readonly RawBytes[]): readonly (Uint8Array[] | AsyncIterable<Uint8Array>)[] {
  const packs: (Uint8Array[] | AsyncIterable<Uint8Array>)[] = []
  for (const blob of blobs) {
    const last = packs.at(-1)
    if (!(blob instanceof Uint8Array)) packs.push(blob)
    else if (Array.isArray(last)) last.push(blob)
    else packs.push([blob])
  }
  return packs
}

function toStored(pack: string, { offset, size, sha256 }: PackMember): StoredBlob {
  return { key: `${pack}.${offset}-${size}`, size, sha256 }
}

function packPath(root: string, tenant: string, id: string): string {
  // A UUIDv7 begins with the time: seven digits are one folder per 17 minutes, never one with a million entries.
  return join(root, tenant, id.slice(0, 7), id)
}

interface Place {
  readonly path: string
  readonly member: Omit<PackMember, 'sha256'>
}

function placeOf(root: string, key: string): Place | null {
  const [, tenant, id, offset, size] = keyPattern.exec(key) ?? []
  if (tenant === undefined || id === undefined) return null
  return { path: packPath(root, tenant, id), member: { offset: Number(offset), size: Number(size) } }
}

function byPack(root: string, keys: readonly string[]): ReadonlyMap<string, readonly Place['member'][]> {
  const packs = new Map<string, Place['member'][]>()
  for (const key of keys) {
    const place = placeOf(root, key)
    if (place !== null) packs.set(place.path, [...(packs.get(place.path) ?? []), place.member])
  }
  return packs
}

/** A folder that survives a power cut is named in every folder above it. */
async function makeFolder(root: string, path: string): Promise<void> {
  const created = await mkdir(path, { recursive: true })
  if (created === undefined) return
  for (const parent of new Set([dirname(path), root, dirname(root)])) await flushFolder(parent)
}

async function* readBlob(root: string, key: string): AsyncIterable<Uint8Array> {
  const notFound = () => new GuichetError('not-found', 'there is no raw message under this key')
  const place = placeOf(root, key)
  if (place === null) throw notFound()
  for await (const chunk of readMember(place.path, place.member)) {
    if (chunk === null) throw notFound()
    yield chunk
  }
}
