import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postgres } from './postgres.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-embedded-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Another process that writes without end and prints each id once it is acknowledged. */
const writer = () => `
  import { postgres } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
  const storage = postgres({ folder: ${JSON.stringify(folder)} })
  await storage.migrate()
  for (let n = 0; ; n++) {
    const folder = { id: 'f' + n, key: 'f' + n, name: 'f', parentId: null, position: n, rule: null, system: false }
    await storage.transaction('acme', (tx) => tx.folders.insertMissing([folder]))
    console.log(folder.id)
  }`

describe('the embedded Postgres in a folder', () => {
  it('keeps every acknowledged row when its process is killed, and refuses a second process until then', {
    timeout: 120_000,
  }, async () => {
    const args = ['--conditions=guichet-source', '--input-type=module', '--eval', writer()]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const acknowledged: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('f')) acknowledged.push(line)
      if (acknowledged.length === 50) {
        const second = postgres({ folder })
        await expect(second.migrate()).rejects.toMatchObject({ code: 'in-use' })
        await second.close()
        child.kill('SIGKILL')
      }
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    const storage = postgres({ folder })
    await storage.migrate()
    const folders = await storage.transaction('acme', (tx) => tx.folders.list())
    await storage.close()
    const stored = new Set(folders.map(({ id }) => id))
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
  })

  it('refuses options that name no database', () => {
    expect(() => postgres({ connectionString: '' })).toThrow('connectionString, pool or folder')
  })
})
