import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { BlobStore, RawBytes, StoredBlob } from '../ports/blobs.ts'
import { type ContractCheck, withCode } from './contract/check.ts'
import { newTenant } from './contract/samples.ts'

const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index)

async function readAll(store: BlobStore, key: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of store.open(key)) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

async function putOne(store: BlobStore, raw: RawBytes, tenant = newTenant()): Promise<StoredBlob> {
  const [blob, ...others] = await store.put(tenant, [raw])
  assert.ok(blob)
  assert.equal(others.length, 0)
  return blob
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

/** What every `BlobStore` promises, for any test runner; see `storageContract` for how to run it. */
export const blobContract: readonly ContractCheck<BlobStore>[] = [
  {
    name: 'bytes come back exactly, with their size and SHA-256',
    async run(open) {
      const store = await open()
      const blob = await putOne(store, everyByte)
      assert.equal(blob.size, 256)
      assert.equal(blob.sha256, createHash('sha256').update(everyByte).digest('hex'))
      assert.deepEqual(await readAll(store, blob.key), everyByte)
      assert.deepEqual(await readAll(store, blob.key), everyByte)
    },
  },
  {
    name: 'a stream is stored like the same bytes at once',
    async run(open) {
      const store = await open()
      const large = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251)
      const blob = await putOne(store, inChunks(large, 65_536))
      assert.equal(blob.size, large.length)
      assert.equal(blob.sha256, createHash('sha256').update(large).digest('hex'))
      assert.deepEqual(await readAll(store, blob.key), large)
    },
  },
  {
    name: 'many blobs are stored in one call and answered in their order',
    async run(open) {
      const store = await open()
      const texts = ['one', 'two', '', 'four']
      const raws = texts.map((text, index) => {
        const bytes = Buffer.from(text)
        return index % 2 === 0 ? new Uint8Array(bytes) : inChunks(bytes, 2)
      })
      const blobs = await store.put(newTenant(), raws)
      const read = await Promise.all(blobs.map(({ key }) => readAll(store, key)))
      assert.deepEqual(
        read.map((bytes) => Buffer.from(bytes).toString()),
        texts,
      )
      assert.deepEqual(await store.put(newTenant(), []), [])
    },
  },
  {
    name: 'a key is the tenant and an id that nobody can derive from the content',
    async run(open) {
      const store = await open()
      const tenant = newTenant()
      const blobs = await store.put(tenant, [everyByte, everyByte])
      for (const { key } of blobs) assert.match(key, new RegExp(`^${tenant}/[0-9a-f-]{36}`))
      assert.notEqual(blobs[0]?.key, blobs[1]?.key)
    },
  },
  {
    name: 'a caller who reuses its buffer does not change what is stored',
    async run(open) {
      const store = await open()
      const buffer = everyByte.slice()
      const { key } = await putOne(store, buffer)
      buffer.fill(0)
      assert.deepEqual(await readAll(store, key), everyByte)
    },
  },
  {
    name: 'a blob that is not there is not found, nor is what a key cannot be',
    async run(open) {
      const store = await open()
      const { key } = await putOne(store, everyByte)
      for (const wrong of [`${newTenant()}/${key.split('/')[1]}`, `${key}0`, '../../etc/passwd', '', 'x']) {
        await assert.rejects(readAll(store, wrong), withCode('not-found'), wrong)
      }
    },
  },
  {
    name: 'removed blobs are gone, the others stay, and removing again does no harm',
    async run(open) {
      const store = await open()
      const [gone, kept] = [await putOne(store, everyByte), await putOne(store, everyByte)]
      await store.remove([gone.key])
      await store.remove([gone.key])
      await store.remove([])
      await assert.rejects(readAll(store, gone.key), withCode('not-found'))
      assert.deepEqual(await readAll(store, kept.key), everyByte)
    },
  },
  {
    name: 'a stream that breaks stores nothing and passes its error on',
    async run(open) {
      const store = await open()
      const failure = new Error('the connection was lost')
      async function* breaking(): AsyncGenerator<Uint8Array> {
        yield everyByte
        throw failure
      }
      await assert.rejects(store.put(newTenant(), [everyByte, breaking()]))
    },
  },
]
