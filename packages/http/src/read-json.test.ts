import { describe, expect, it } from 'vitest'
import { json, problemIn, testServer } from './testing/ask.ts'

const create = 'POST /inbox/folders'
const type = { 'content-type': 'application/json' }

describe('a JSON body', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'may be announced as %s',
    async (contentType) => {
      const response = await testServer().ask(create, {
        body: '{"name":"é"}',
        headers: { 'content-type': contentType },
      })
      expect(response.status).toBe(201)
    },
  )

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=utf-16', {}],
    ['application/jsonp', {}],
    ['', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('announced as %j %j is 415', async (contentType, headers) => {
    const response = await testServer().ask(create, {
      body: '{"name":"x"}',
      headers: { 'content-type': contentType, ...headers },
    })
    expect(response.status).toBe(415)
  })

  it.each([
    ['cut short', '{"name":', 'the body is not valid JSON'],
    ['empty', '', 'the body is not valid JSON'],
    ['not JSON', '{"name":hunter2}', 'the body is not valid JSON'],
    ['more than JSON', '{"name":"x"} trailing', 'the body is not valid JSON at position 13'],
    ['with __proto__', '{"name":"x","__proto__":{}}', 'a key may not be called __proto__'],
    [
      'with a constructor inside',
      '{"name":"x","a":[{"constructor":1}]}',
      'a key may not be called constructor',
    ],
    ['with a prototype', '{"prototype":1}', 'a key may not be called prototype'],
    ['with NUL', '{"name":"\\u0000"}', 'NUL'],
    ['with half a character', '{"name":"\\ud800"}', 'surrogate'],
    ['nested without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'deeper than 64'],
  ])('that is %s is 400 and says why', async (_, body, detail) => {
    const response = await testServer().ask(create, { body, headers: type })
    const problem = await problemIn(response)
    expect(response.status).toBe(400)
    expect(problem.detail).toContain(detail)
    expect(problem.detail).not.toContain('hunter2')
  })

  it('that is not UTF-8 is 400', async () => {
    const response = await testServer().ask(create, {
      body: Buffer.from('{"name":"é"}', 'latin1'),
      headers: type,
    })
    expect(response.status).toBe(400)
    expect((await problemIn(response)).detail).toBe('the body is not valid UTF-8')
  })

  it('that says it is too large is refused unread', async () => {
    const init = json({ name: 'x' }, { 'content-length': '1048577' })
    expect((await testServer().ask(create, init)).status).toBe(413)
  })

  it('that is too large without saying so is refused while it is read', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1
        controller.enqueue(new Uint8Array(100_000).fill(32))
      },
    })
    const init = { body, headers: type, duplex: 'half' } as RequestInit
    expect((await testServer().ask(create, init)).status).toBe(413)
    expect(sent).toBeLessThan(15)
  })

  it('whose sender hangs up is 400', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    const init = { body, headers: type, duplex: 'half' } as RequestInit
    expect((await testServer().ask(create, init)).status).toBe(400)
  })
})

describe('fields of a body', () => {
  it('are named when they do not fit, all of them', async () => {
    const body = { position: -1, color: 'red', rule: { all: [] } }
    const response = await testServer().ask(create, json(body))
    const problem = await problemIn(response)
    expect(response.status).toBe(422)
    expect(problem.errors?.map((error) => error.field).sort()).toEqual([
      'color',
      'name',
      'position',
      'rule.all',
    ])
    expect(problem.field).toBe(problem.errors?.[0]?.field)
    expect(problem.errors).toContainEqual({ field: 'name', message: 'this is missing: a text' })
  })

  it('inside lists get a dotted path', async () => {
    const body = { type: 'imap', settings: [], secrets: {} }
    const response = await testServer().ask('POST /inbox/integrations/verify', json(body))
    expect(await response.json()).toMatchObject({ field: 'settings', errors: [{ field: 'settings' }] })
  })
})
