import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

/** A vendor's own descriptions of its API, which are not part of the project. */
export interface Contracts {
  readonly isThere: boolean
  /** The text of a file. */
  file(name: string): string
  /** Judges values by a place in a JSON description, named by a JSON pointer. */
  judge(name: string, pointer: string): ValidateFunction
}

/** Says aloud when the descriptions are absent; in CI that is an error, or nothing would be proven there. */
export function contractsOf(vendor: string): Contracts {
  const folder = fileURLToPath(new URL(`../../../../shared/contracts/${vendor}/`, import.meta.url))
  const isThere = existsSync(folder)
  if (!isThere && process.env.CI)
    throw new Error(`CI needs the descriptions of ${vendor}'s APIs in ${folder}`)
  if (!isThere) console.warn(`skipped: there are no descriptions of ${vendor}'s APIs in ${folder}`)
  const file = (name: string) => readFileSync(`${folder}${name}`, 'utf8')
  return {
    isThere,
    file,
    judge(name, pointer) {
      const ajv = new Ajv({ strict: false, allErrors: true })
      addFormats.default(ajv)
      ajv.addSchema(Object(JSON.parse(file(name))), 'contract')
      return ajv.compile({ $ref: `contract#${encodeURI(pointer)}` })
    },
  }
}
