import type { Violation } from './import-rules.ts'
import type { SourceFile } from './project-files.ts'

const installScripts = [
  'preinstall',
  'install',
  'postinstall',
  'prepare',
  'prepublish',
  'preprepare',
  'postprepare',
]
const dependencyFields = ['dependencies', 'devDependencies', 'optionalDependencies']

/** One exact version, or a package of this workspace. */
const exact = /^(\d+\.\d+\.\d+(-[\w.]+)?|workspace:[\^*~])$/

/** What every package.json must be: nothing runs at installation, and nothing is installed that we did not try. */
export function manifestViolations(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap(({ path, text }) => {
    const manifest = record(JSON.parse(text))
    const scripts = Object.keys(record(manifest.scripts))
    const dependencies = dependencyFields.flatMap((field) => Object.entries(record(manifest[field])))
    return [
      ...scripts
        .filter((script) => installScripts.includes(script))
        .map((script) => ({ path, rule: `no install scripts: ${script}` })),
      ...dependencies
        .filter(([, version]) => !exact.test(String(version)))
        .map(([name, version]) => ({ path, rule: `exact versions only: ${name} ${version}` })),
      ...(manifest.private === true ? [] : publicRules(manifest).map((rule) => ({ path, rule }))),
    ]
  })
}

/** What someone who finds a package in a registry needs to see. */
function publicRules(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const needed = ['description', 'keywords', 'license', 'engines', 'exports', 'files']
  return needed
    .filter((field) => manifest[field] === undefined)
    .map((field) => `a public package has ${field}`)
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
