import { createElement as h } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { mailTemplates } from './mail-templates.ts'

afterEach(() => vi.unstubAllEnvs())

/** It makes elements while it is rendered, which is where React asks its renderer. */
const Hello = () => h('p', null, 'Bonjour')

it('renders after somebody changed NODE_ENV, as build tools do', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const templates = mailTemplates(['fr'], {
    hello: { schema: z.unknown(), subject: () => '', body: () => h(Hello) },
  })
  expect((await templates.render('hello', {}, { language: null })).text).toBe('Bonjour')
})
