import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Operation } from '../operation.ts'
import { openApiDocument, operations } from '../operations/index.ts'
import { asking } from '../testing/ask.ts'
import { fakeInbox } from '../testing/fake-inbox.ts'

const table: readonly Operation[] = operations
const document = openApiDocument()

/** The part of the description that a test looks at; the whole of it is the validator's business. */
const operationSchema = z.looseObject({
  operationId: z.string(),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean() })),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
})

function described({ path, method }: Operation) {
  const paths = z.record(z.string(), z.record(z.string(), z.unknown())).parse(document.paths)
  return operationSchema.parse(paths[path]?.[method.toLowerCase()])
}

const named = (name: string) => {
  const found = table.find((operation) => operation.name === name)
  if (found === undefined) throw new Error(`there is no operation ${name}`)
  return described(found)
}

describe('the description of the API', () => {
  it('is OpenAPI 3.1, as its own schema defines it', async () => {
    const validator = new Validator()
    const result = await validator.validate(structuredClone({ ...document }))
    expect(result.errors ?? []).toEqual([])
    expect(result.valid).toBe(true)
    expect(validator.version).toBe('3.1')
  })

  it('refers to nothing that is not there', async () => {
    const text = JSON.stringify(document)
    const { schemas } = z.object({ schemas: z.record(z.string(), z.unknown()) }).parse(document.components)
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target)
    expect(references.length).toBeGreaterThan(50)
    const known = new Set(Object.keys(schemas).map((name) => `#/components/schemas/${name}`))
    expect(references.filter((target = '') => !known.has(target))).toEqual([])
  })

  it('has every operation once, under its own name', () => {
    const names = table.map((operation) => described(operation).operationId)
    expect(names).toEqual(table.map(({ name }) => name))
    expect(new Set(names).size).toBe(names.length)
  })

  it('says which requests take an Idempotency-Key, and where events go on', () => {
    const header = { name: 'Idempotency-Key', in: 'header', required: false }
    expect(named('conversations.reply').parameters).toContainEqual(expect.objectContaining(header))
    expect(named('integrations.finishSignIn').parameters).toEqual([])
    const lastSeen = { name: 'Last-Event-ID', in: 'header', required: false }
    expect(named('events.follow').parameters).toContainEqual(expect.objectContaining(lastSeen))
    expect(Object.keys(named('events.follow').responses['200']?.content ?? {})).toEqual(['text/event-stream'])
    expect(Object.keys(named('messages.raw').responses['200']?.content ?? {})).toEqual([
      'application/octet-stream',
    ])
  })

  it('says who needs no session: nobody but providers and readers of the description', () => {
    const open = table.filter((operation) => described(operation).security?.length === 0)
    expect(open.map(({ name }) => name)).toEqual([
      'webhooks.sms',
      'webhooks.smsByQuery',
      'webhooks.whatsapp',
      'webhooks.custom',
      'webhooks.senders',
      'description.get',
    ])
  })

  it('is answered to anybody, with the address it was asked at', async () => {
    const ask = asking(fakeInbox(), { basePath: '/guichet' })
    const response = await ask('GET /guichet/inbox/openapi.json', { headers: { 'x-session': '' } })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ ...document, servers: [{ url: '/guichet' }] })
  })
})
