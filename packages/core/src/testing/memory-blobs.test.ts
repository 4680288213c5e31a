import { describe, it } from 'vitest'
import { blobContract } from './blob-contract.ts'
import { memoryBlobs } from './memory-blobs.ts'

describe('memory blobs keep the contract', () => {
  for (const check of blobContract) it(check.name, () => check.run(async () => memoryBlobs()))
})
