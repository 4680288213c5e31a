import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
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

async function files(): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

describe('diskBlobs', () => {
  for (const check of blobContract) it(check.name, () => check.run(async () => blobs))

  it('says not-found for keys that are not there and for keys that are not keys', async () => {
    const [blob] = await blobs.put('acme', [Buffer.from('x')])
    await blobs.remove([blob?.key ?? ''])
    await expect(text(blob?.key ?? '')).rejects.toMatchObject({ code: 'not-found' })
    await expect(text('../../etc/passwd')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('keeps the messages of one batch in one file and gives each back alone', async () => {
    const stored = await blobs.put('acme', [Buffer.from('one'), Buffer.from(''), Buffer.from('three')])
    expect(await files()).toHaveLength(1)
    expect(await Promise.all(stored.map((blob) => text(blob.key)))).toEqual(['one', '', 'three'])
  })

  it('erases the bytes of what is removed, and the file with the last of them', async () => {
    const stored = await blobs.put('acme', [Buffer.from('secret'), Buffer.from('public')])
    const [first, second] = stored.map((blob) => blob.key)
    await blobs.remove([first ?? ''])
    await expect(text(first ?? '')).rejects.toMatchObject({ code: 'not-found' })
    expect(await text(second ?? '')).toBe('public')
    expect(await readFile((await files())[0] ?? '', 'utf8')).not.toContain('secret')
    await blobs.remove([second ?? ''])
    expect(await files()).toEqual([])
  })

  it('leaves no path outside its folder', async () => {
    await blobs.put('acme', [Buffer.from('x')])
    expect(await readdir(folder)).toEqual(['acme'])
  })
})
