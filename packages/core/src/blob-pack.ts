import { createHash, hash as digest } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GuichetError } from './errors.ts'

/**
 * A file that holds several blobs, so that a batch costs one flush to disk. Each member is a marker byte and
 * then its bytes; a removed member is all zeros, marker included.
 */
export interface PackMember {
  /** Where its marker stands. */
  readonly offset: number
  readonly size: number
  readonly sha256: string
}

const markerLength = 1
const presentMarker = Buffer.from('G')
const chunkLength = 64 * 1_024

/** Writes a new pack of blobs in memory, in one go, and flushes it. */
export async function writePack(path: string, blobs: readonly Uint8Array[]): Promise<readonly PackMember[]> {
  await write(path, async (file) => {
    const parts = blobs.flatMap((blob) => [presentMarker, blob])
    const length = parts.reduce((sum, part) => sum + part.byteLength, 0)
    const { bytesWritten } = await file.writev(parts)
    if (bytesWritten !== length) throw new GuichetError('storage-failed', 'the disk took only part of a file')
  })
  let offset = 0
  return blobs.map((blob) => {
    const member = { offset, size: blob.byteLength, sha256: digest('sha256', blob, 'hex') }
    offset += markerLength + blob.byteLength
    return member
  })
}

/** Writes a new pack of one blob that is too large for memory, and flushes it. */
export async function writeStream(path: string, blob: AsyncIterable<Uint8Array>): Promise<PackMember> {
  const hash = createHash('sha256')
  let size = 0
  await write(path, async (file) => {
    await file.writeFile(presentMarker)
    for await (const chunk of blob) {
      hash.update(chunk)
      await file.writeFile(chunk)
      size += chunk.byteLength
    }
  })
  return { offset: 0, size, sha256: hash.digest('hex') }
}

export async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What fails half-way, a stream that breaks for instance, leaves no file behind. */
async function write(path: string, fill: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await fill(file)
    // A file is lost all the same if the folder entry that names it is; the disk takes both flushes in one.
    await Promise.all([file.datasync(), flushFolder(dirname(path))])
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

/** The bytes of a member; null when it was removed or is not there. */
export async function* readMember(
  path: string,
  { offset, size }: Omit<PackMember, 'sha256'>,
): AsyncGenerator<Uint8Array | null> {
  const file = await openIfThere(path, 'r')
  if (file === null) return yield null
  try {
    const start = offset + markerLength
    const isThere =
      (await file.stat()).size >= start + size && (await markerAt(file, offset)) === presentMarker[0]
    if (!isThere) return yield null
    if (size === 0) return
    yield* file.createReadStream({ start, end: start + size - 1, autoClose: false })
  } finally {
    await file.close()
  }
}

/** Overwrites members with zeros; a pack without members left disappears. */
export async function eraseMembers(
  path: string,
  members: readonly Omit<PackMember, 'sha256'>[],
): Promise<void> {
  const file = await openIfThere(path, 'r+')
  if (file === null) return
  try {
    const { size: fileSize } = await file.stat()
    for (const { offset, size } of members)
      await writeZeros(file, offset, Math.min(markerLength + size, fileSize - offset))
    await file.datasync()
  } finally {
    await file.close()
  }
  if (await isBlank(path)) await rm(path, { force: true })
}

async function writeZeros(file: FileHandle, offset: number, length: number): Promise<void> {
  const zeros = Buffer.alloc(Math.min(chunkLength, length))
  for (let done = 0; done < length; done += zeros.length) {
    await file.write(zeros, 0, Math.min(zeros.length, length - done), offset + done)
  }
}

/** Ends at the first member that is left, usually in the first chunk. */
async function isBlank(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { highWaterMark: chunkLength })) {
    if (Buffer.from(chunk).some((byte) => byte !== 0)) return false
  }
  return true
}

async function markerAt(file: FileHandle, offset: number): Promise<number | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(markerLength), 0, markerLength, offset)
  return bytesRead === 0 ? undefined : buffer[0]
}

async function openIfThere(path: string, flags: 'r' | 'r+'): Promise<FileHandle | null> {
  try {
    return await open(path, flags)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
