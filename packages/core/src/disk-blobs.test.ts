import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskBlobs } from './disk-blobs.ts'
import type { BlobStore } from './ports/blobs.ts'
import { blobContract } from './testing/index.ts'

let folder: string
let blobs: BlobStore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-blobs-'))
  blobs = diskBlobs(folder)
})

afterEach(() => rm(folder, { recursive: true }))

async function text(key: string): Promise<string> {
  return Buffer.concat(await Array.fromAsync(blobs.open(key))).toString()
}

describe('diskBlobs', () => {
  for (const check of blobContract) it(check.name, () => check.run(async () => blobs))

  it('says not-found for keys that are not there and for keys that are not keys', async () => {
    const [blob] = await blobs.put('acme', [Buffer.from('x')])
    await blobs.remove([blob?.key ?? ''])
    await expect(text(blob?.key ?? '')).rejects.toMatchObject({ code: 'not-found' })
    expect(() => blobs.open('../../etc/passwd')).toThrow(/no raw message/)
  })

  it('leaves no path outside its folder', async () => {
    await blobs.put('acme', [Buffer.from('x')])
    expect(await readdir(folder)).toEqual(['acme'])
  })
})
