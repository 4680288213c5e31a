import type { Violation } from './import-rules.ts'
import { withoutComments } from './imports-of.ts'
import { isProduct, type SourceFile } from './project-files.ts'

interface CallRule {
  readonly pattern: RegExp
  readonly sentence: string
  /** The only product files that may. */
  readonly allowed: RegExp
}

const examples = /^packages\/examples\//
const clock = /^packages\/core\/src\/system-clock\.ts$/
/** In a browser there is no host that could hand in a clock. */
const clockOrWeb = /^packages\/core\/src\/system-clock\.ts$|^packages\/examples\/server\/web\//

const rules: readonly CallRule[] = [
  { pattern: /\bprocess\.env\b/, sentence: 'only examples read process.env', allowed: examples },
  { pattern: /\bDate\.now\(/, sentence: 'time comes from the Clock: no Date.now()', allowed: clock },
  { pattern: /\bnew Date\(\s*\)/, sentence: 'time comes from the Clock: no new Date()', allowed: clockOrWeb },
  { pattern: /\bMath\.random\(/, sentence: 'chance comes from the Clock: no Math.random()', allowed: clock },
  {
    pattern: /\bperformance\.now\(/,
    sentence: 'time comes from the Clock: no performance.now()',
    allowed: clock,
  },
]

/** Every product file that takes time, chance or settings from its surroundings instead of its arguments. */
export function callViolations(files: readonly SourceFile[]): readonly Violation[] {
  return files
    .filter(({ path }) => isProduct(path))
    .flatMap(({ path, text }) => {
      const code = withoutComments(text)
      return rules
        .filter(({ pattern, allowed }) => !allowed.test(path) && pattern.test(code))
        .map(({ sentence }) => ({ path, rule: sentence }))
    })
}
