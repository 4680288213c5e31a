import { z } from 'zod'
import type { Operation } from '../operation.ts'
import { type JsonSchema, jsonSchema, type NamedSchemas } from './json-schema.ts'

const places = { params: 'path', query: 'query', headers: 'header' } as const

const objectSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
})

/** What an operation reads besides its body. */
export function parametersOf({ input }: Operation, named: NamedSchemas): readonly JsonSchema[] {
  return Object.entries(places).flatMap(([part, place]) => {
    const fields: unknown = input.shape[part]
    if (!(fields instanceof z.ZodType)) return []
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

/** `last-event-id` as people write it: `Last-Event-ID`. */
function headerName(name: string): string {
  return name
    .split('-')
    .map((word) => (word === 'id' ? 'ID' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('-')
}
