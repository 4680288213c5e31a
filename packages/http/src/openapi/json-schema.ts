import { z } from 'zod'

export type JsonSchema = Readonly<Record<string, unknown>>

/** The schemas that have a name of their own, collected while others are described. */
export type NamedSchemas = Map<string, JsonSchema>

/**
 * A schema as it is on the wire, in JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. What has an `id` (see
 * `meta`) is put into `named` and referred to.
 */
export function jsonSchema(schema: z.ZodType, named: NamedSchemas): JsonSchema {
  const {
    $schema: _,
    $defs = {},
    ...whole
  } = z.toJSONSchema(schema, { io: 'input', override: ({ jsonSchema: written }) => simplify(written) })
  for (const [name, definition] of Object.entries($defs)) named.set(name, referring(definition))
  return referring(whole)
}

/** The patterns that zod writes beside a format say the same in 200 characters. */
function simplify(written: z.core.JSONSchema.BaseSchema): void {
  if (written.format !== undefined) delete written.pattern
}

/** Named schemas stand among the components of the document, not in each schema. */
function referring(schema: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value) => {
    if (key === 'id' && typeof value === 'string') return undefined
    return key === '$ref' && typeof value === 'string'
      ? value.replace(/^#\/\$defs\//, '#/components/schemas/')
      : value
  })
}
