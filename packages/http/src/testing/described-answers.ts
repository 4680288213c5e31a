import assert from 'node:assert/strict'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { z } from 'zod'
import type { Operation } from '../operation.ts'
import { openApiDocument, operations } from '../operations/index.ts'
import { problemSchema } from '../schemas/problem.ts'

const table: readonly Operation[] = operations
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema({ ...openApiDocument(), $id: 'api' })

/**
 * Fails unless an answer is what the table says, by the schema of its operation and by the description of the API: all
 * that is promised, and nothing else.
 */
export async function assertDescribed(method: string, path: string, response: Response): Promise<void> {
  const type = response.headers.get('content-type')?.split(';')[0] ?? null
  if (response.status >= 400) {
    assert.equal(type, 'application/problem+json')
    return assertRoundTrip(problemSchema, await response.clone().json())
  }
  const operation = operationAt(method, path)
  if (operation === undefined || type !== 'application/json') return
  assert.equal(response.status, operation.status)
  assert.notEqual(typeof operation.output, 'string', `${operation.name} promises no JSON`)
  const value: unknown = await response.clone().json()
  if (typeof operation.output !== 'string') assertRoundTrip(operation.output, value)
  assertByDescription(operation, value)
}

/** What the schema does not know would be missing afterwards. */
function assertRoundTrip(schema: z.ZodType, value: unknown): void {
  assert.deepEqual(z.encode(schema, schema.parse(value)), value)
}

function assertByDescription({ path, method, status }: Operation, value: unknown): void {
  const place = [
    'paths',
    path,
    method.toLowerCase(),
    'responses',
    status,
    'content',
    'application/json',
    'schema',
  ]
  const pointer = place.map((part) =>
    encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')),
  )
  const validate = ajv.getSchema(`api#/${pointer.join('/')}`)
  assert.ok(validate, `${path} is not described`)
  assert.ok(validate(value), ajv.errorsText(validate.errors))
}

function operationAt(method: string, path: string): Operation | undefined {
  const [address = ''] = path.split('?')
  const fits = table.filter((operation) => {
    const pattern = operation.path.replace(/\{\w+\}/g, '[^/]+')
    return operation.method === method && new RegExp(`^${pattern}$`).test(address)
  })
  // A fixed address comes before one with a parameter.
  return fits.find((operation) => operation.path === address) ?? fits[0]
}
