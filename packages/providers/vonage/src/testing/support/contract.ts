import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const folder = fileURLToPath(new URL('../../../../../../../shared/contracts/vonage/', import.meta.url))
/** The vendor's own descriptions are not part of the project. */
export const contractIsThere = existsSync(folder)
if (!contractIsThere && process.env.CI)
  throw new Error(`CI needs the descriptions of Vonage's APIs in ${folder}`)
if (!contractIsThere) console.warn(`skipped: there are no descriptions of Vonage's APIs in ${folder}`)

/** A file beside the descriptions. */
export function contractFile(name: string): string {
  return readFileSync(`${folder}${name}`, 'utf8')
}

/** Judges a body by a place in one of Vonage's descriptions, as a JSON pointer. */
export function contractJudge(
  file: 'messages-v1.openapi.json' | 'sms.openapi.yml',
  pointer: string,
): ValidateFunction {
  const document: unknown = file.endsWith('.yml') ? parse(contractFile(file)) : JSON.parse(contractFile(file))
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { vcard: true, vcal: true } })
  addFormats.default(ajv)
  ajv.addSchema(Object(document), 'contract')
  return ajv.compile({ $ref: `contract#${pointer}` })
}
