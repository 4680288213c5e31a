import { createServer } from 'node:https'
import { safeFetch, safeRequest } from '@guichet/core'
import { freePort, selfSignedCertificate } from '@guichet-tools/real-servers'
import { expect, onTestFinished, test } from 'vitest'

test('a server whose certificate nobody vouches for is told nothing', async () => {
  const asked: unknown[] = []
  const port = await freePort()
  const server = createServer(selfSignedCertificate(), (request, response) => {
    asked.push(request.headers)
    response.end('bytes')
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `https://127.0.0.1:${port}/1`
  const headers = { authorization: 'Bearer 1' }
  const refused = { code: 'tls-failed', retry: 'later', outcome: 'not-done' }
  const fetching = safeFetch(url, { privateHosts: 'allowed', allowedHosts: 'any', headers })
  await expect(fetching).rejects.toMatchObject(refused)
  const posting = safeRequest(
    { method: 'POST', url, headers, body: Buffer.from('1') },
    { privateHosts: 'allowed' },
  )
  await expect(posting).rejects.toMatchObject(refused)
  expect(asked).toEqual([])
})
