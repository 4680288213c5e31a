import { z } from 'zod'
import { headerName } from '../header-name.ts'
import { keyedSchema } from '../once-by-key.ts'
import type { Operation } from '../operation.ts'
import { type JsonSchema, jsonSchema, type NamedSchemas } from './json-schema.ts'

const places = new Map([
  ['params', 'path'],
  ['query', 'query'],
  ['headers', 'header'],
])

const objectSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
})

/** What an operation reads besides its body. */
export function parametersOf({ input, once }: Operation, named: NamedSchemas): readonly JsonSchema[] {
  const parts = [...Object.entries(input.shape), ...(once ? Object.entries(keyedSchema.shape) : [])]
  return parts.flatMap(([part, fields]) => {
    const place = places.get(part)
    if (place === undefined || !(fields instanceof z.ZodType)) return []
    const { properties, required } = objectSchema.parse(jsonSchema(fields, named))
    return Object.entries(properties).map(([name, { description, ...schema }]) => ({
      name: place === 'header' ? headerName(name) : name,
      in: place,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema,
    }))
  })
}
