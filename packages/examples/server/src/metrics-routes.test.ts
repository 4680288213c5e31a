import { expect, test } from 'vitest'
import { type MetricsRoutes, metricsRoutes } from './metrics-routes.ts'

const metrics = { respond: async () => new Response('guichet_jobs_dead 0') }

async function read(options: Omit<MetricsRoutes, 'metrics'>, authorization?: string) {
  const headers = authorization === undefined ? {} : { authorization }
  const response = await metricsRoutes({ metrics, ...options }).request('/metrics', { headers })
  return [response.status, await response.text()]
}

test('while developing anybody on this machine reads the metrics', async () => {
  expect(await read({ isProduction: false })).toEqual([200, 'guichet_jobs_dead 0'])
})

test('a token that is empty is none', async () => {
  expect(await read({ isProduction: false, token: '' })).toEqual([200, 'guichet_jobs_dead 0'])
  expect(await read({ isProduction: true, token: '' }, 'Bearer ')).toMatchObject([404, expect.anything()])
})

test('in production nobody does, unless there is a token and he has it', async () => {
  expect(await read({ isProduction: true })).toMatchObject([404, expect.anything()])
  const token = 'secret'
  expect(await read({ isProduction: true, token })).toMatchObject([401, expect.anything()])
  expect(await read({ isProduction: true, token }, 'Bearer secreT')).toMatchObject([401, expect.anything()])
  expect(await read({ isProduction: true, token }, 'Bearer secret')).toEqual([200, 'guichet_jobs_dead 0'])
})
