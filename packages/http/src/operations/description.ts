import { z } from 'zod'
import { describeOperations } from '../openapi/document.ts'
import { type Operation, openOperation } from '../operation.ts'

/** The API describes itself, this operation included. */
export function descriptionOperations(others: readonly Operation[]) {
  const table: Operation[] = [...others]
  const description = openOperation({
    name: 'description.get',
    method: 'GET',
    path: '/inbox/openapi.json',
    role: 'public',
    summary: 'This description of the API in OpenAPI 3.1',
    status: 200,
    input: z.object({}),
    output: z.record(z.string(), z.unknown()),
    handler: ({ request }) => {
      const [before] = new URL(request.url).pathname.split('/inbox/openapi.json')
      return describeOperations(table, { serverUrl: before || '/' })
    },
  })
  table.push(description)
  return [description] as const
}
