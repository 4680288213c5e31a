import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { callViolations } from './call-rules.ts'
import { importViolations } from './import-rules.ts'
import { manifestViolations } from './manifest-rules.ts'
import { projectFiles, root, typeScriptFiles } from './project-files.ts'
import { lengthViolations, lockfileViolations, machinePathViolations } from './text-rules.ts'

const sources = typeScriptFiles()
const manifests = projectFiles((path) => /(^|\/)package\.json$/.test(path))

describe('the project keeps its own rules', () => {
  it('every import points in an allowed direction', () => {
    expect(sources.length).toBeGreaterThan(300)
    expect(importViolations(sources)).toEqual([])
  })

  it('product code takes time, chance and settings from its arguments', () => {
    expect(callViolations(sources)).toEqual([])
  })

  it('every package.json pins its versions, runs nothing at installation and says what the package is', () => {
    expect(manifests.length).toBeGreaterThan(8)
    expect(manifestViolations(manifests)).toEqual([])
  })

  it('every source file is short enough to be read in one go', () => {
    expect(lengthViolations(sources)).toEqual([])
  })

  it('no file knows the folders of one machine', () => {
    const texts = projectFiles((path) => /\.(tsx?|mjs|json|md|ya?ml|css|html|sh)$|^\.ci\//.test(path))
    expect(machinePathViolations(texts.filter(({ path }) => !path.includes('architecture/src/')))).toEqual([])
  })

  it('the lockfile is bound to no registry', () => {
    expect(lockfileViolations(projectFiles((path) => path === 'pnpm-lock.yaml'))).toEqual([])
  })

  it('every public package has a README', () => {
    const folders = manifests
      .filter(({ text }) => !text.includes('"private": true'))
      .map(({ path }) => dirname(path))
    expect(folders.filter((folder) => !existsSync(join(root, folder, 'README.md')))).toEqual([])
  })
})
