import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeBlocks } from './code-blocks.ts'
import { importsOf } from './imports-of.ts'
import { projectFiles, root } from './project-files.ts'

const documents = projectFiles((path) => path.endsWith('.md') && !path.startsWith('.changeset/'))

/** A block that imports somebody else's package (a web framework) or continues another block stays uncompiled. */
const compiled = documents.flatMap(({ path, text }) =>
  codeBlocks(text)
    .filter(({ code }) => {
      const imports = importsOf(code)
      return imports.length > 0 && imports.every(({ specifier }) => /^(@guichet\/|node:)/.test(specifier))
    })
    .map((block) => ({ ...block, path })),
)

const sourceOf = {
  '@guichet/client': 'packages/client/src/index.ts',
  '@guichet/core': 'packages/core/src/index.ts',
  '@guichet/core/testing': 'packages/core/src/testing/index.ts',
  '@guichet/http': 'packages/http/src/index.ts',
  '@guichet/imap': 'packages/providers/imap/src/index.ts',
  '@guichet/imap/testing': 'packages/providers/imap/src/testing/index.ts',
  '@guichet/mail-accounts': 'packages/providers/mail-accounts/src/index.ts',
  '@guichet/mail-composer': 'packages/mail-composer/src/index.ts',
  '@guichet/mail-templates': 'packages/mail-templates/src/index.ts',
  '@guichet/microsoft365': 'packages/providers/microsoft365/src/index.ts',
  '@guichet/prometheus': 'packages/providers/prometheus/src/index.ts',
  '@guichet/ses': 'packages/providers/ses/src/index.ts',
  '@guichet/sendgrid': 'packages/providers/sendgrid/src/index.ts',
  '@guichet/smtp': 'packages/providers/smtp/src/index.ts',
  '@guichet/vonage': 'packages/providers/vonage/src/index.ts',
  '@guichet/vonage/testing': 'packages/providers/vonage/src/testing/index.ts',
  '@guichet/webhook': 'packages/providers/webhook/src/index.ts',
  '@guichet/memory': 'packages/storage-adapters/memory/src/index.ts',
  '@guichet/postgres': 'packages/storage-adapters/postgres/src/index.ts',
}

describe('the documents are true', () => {
  it('the first page shows the quickstart example as it is', () => {
    const example = readFileSync(join(root, 'packages/examples/quickstart/src/quickstart.ts'), 'utf8')
    expect(codeBlocks(readFileSync(join(root, 'README.md'), 'utf8'))[0]?.code).toBe(example)
  })

  it('the code they show compiles', { timeout: 120_000 }, () => {
    expect(compiled.length).toBeGreaterThan(6)
    expect(compileErrors(compiled)).toEqual([])
  })

  it('and the check would notice if it did not', { timeout: 120_000 }, () => {
    const code = "import { createInbox } from '@guichet/core'\n\ncreateInbox({})\n"
    expect(compileErrors([{ path: 'sample.md', line: 1, code }])).toHaveLength(1)
  })

  it('their links lead to files that exist', () => {
    const known = new Set(projectFiles(() => true).flatMap(({ path }) => withFolders(path)))
    const broken = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)]
        .map(([, link = '']) => normalize(join(dirname(path), link)).replace(/\/$/, ''))
        .filter((target) => !known.has(target))
        .map((target) => `${path} links to ${target}`),
    )
    expect(broken).toEqual([])
  })
})

function compileErrors(blocks: readonly { path: string; line: number; code: string }[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-documents-'))
  try {
    const files = blocks.map(({ path, line, code }) => {
      const file = `${path.replaceAll('/', '-')}.${line}.ts`
      writeFileSync(join(folder, file), code)
      return file
    })
    const paths = Object.fromEntries(
      Object.entries(sourceOf).map(([name, source]) => [name, [join(root, source)]]),
    )
    const compilerOptions = { noEmit: true, allowImportingTsExtensions: true, paths, typeRoots: [typeRoot] }
    const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, files }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    // Modules need to be told apart from scripts, and top-level await needs a module.
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false', ...notShared], {
      encoding: 'utf8',
    })
    return stdout.split('\n').filter((text) => /error TS/.test(text))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const typeRoot = join(root, 'node_modules/@types')
/** The base is made for what is published. */
const notShared = [
  ...['--declaration', 'false', '--declarationMap', 'false', '--sourceMap', 'false'],
  ...['--rewriteRelativeImportExtensions', 'false'],
]

function withFolders(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}
