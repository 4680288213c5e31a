import type { Violation } from './import-rules.ts'
import type { SourceFile } from './project-files.ts'

const maxLines = 300

/** Folders of one person's machine; a system program under /usr is the same on every one. */
const machinePath = /(?<![\w.~/-])\/(?:home|Users|root|work|workspace|mnt|private\/var)\/[\w.-]+/

/** Files whose first line of defence is to be short. */
export function lengthViolations(files: readonly SourceFile[]): readonly Violation[] {
  return files
    .filter(({ text }) => text.split('\n').length - 1 > maxLines)
    .map(({ path }) => ({ path, rule: `at most ${maxLines} lines` }))
}

/** Paths that exist on one machine only. */
export function machinePathViolations(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap(({ path, text }) => {
    const found = machinePath.exec(text)?.[0]
    return found === undefined ? [] : [{ path, rule: `a path of one machine: ${found}` }]
  })
}

/** A lockfile names packages and hashes; a URL in it would bind every installation to one registry. */
export function lockfileViolations(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap(({ path, text }) => {
    const found = /\b(?:https?|git\+ssh|file):\/?\/?[^\s'",}]+|\btarball:/i.exec(text)?.[0]
    return found === undefined ? [] : [{ path, rule: `a lockfile names no address: ${found}` }]
  })
}
