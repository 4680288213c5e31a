import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sanitiseHtml } from '@guichet/core'
import { freePort, skipUnless } from '@guichet-tools/real-servers'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { framePage, frameSandbox } from '../../../packages/examples/server/web/src/thread/frame-page.ts'
import { chromiumMissing, launchBrowser } from './browser-page.ts'

const security = fileURLToPath(new URL('../../../../shared/security/', import.meta.url))
const missing = existsSync(security) ? chromiumMissing() : `no ${security}`

interface Frame {
  readonly srcdoc: string
  readonly sandbox?: string
}

const perPage = 150
const ownPaths = ['/page', '/end', '/favicon.ico']

const showFrames = `(list) => Promise.all(list.map(({ srcdoc, sandbox }) => new Promise((resolve) => {
  const frame = document.createElement('iframe')
  if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox)
  frame.addEventListener('load', () => resolve())
  frame.srcdoc = srcdoc
  document.body.append(frame)
}))).then(() => undefined)`

describe.skipIf(skipUnless(missing))('attacks in a real browser', { timeout: 300_000 }, () => {
  let browser: Browser
  let visits: string[] = []
  const elsewhere = createServer((request, response) => {
    const url = request.url ?? ''
    if (!ownPaths.includes(url)) visits.push(url)
    response.setHeader('content-type', 'text/html').end('<!doctype html><body></body>')
  })
  let spy = ''

  beforeAll(async () => {
    const port = await freePort()
    await new Promise<void>((resolve) => elsewhere.listen(port, '127.0.0.1', resolve))
    spy = `127.0.0.1:${port}`
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    elsewhere.close()
  })

  /** Shows frames, some at a time, and returns what they managed to do: run a script or ask a server. */
  async function deedsOf(frames: readonly Frame[]): Promise<readonly string[]> {
    visits = []
    const context = await browser.newContext()
    const page = await context.newPage()
    const deeds: string[] = []
    page.on('dialog', (dialog) => {
      deeds.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    await context.route(
      (url) => /^(?:https?|ftp):$/.test(url.protocol) && url.host !== spy,
      (route) => {
        deeds.push(`request ${route.request().url()}`)
        return route.abort()
      },
    )
    for (let from = 0; from < frames.length; from += perPage)
      await show(page, frames.slice(from, from + perPage))
    await context.close()
    return [...deeds, ...visits.map((url) => `visit ${url}`)]
  }

  async function show(page: Page, frames: readonly Frame[]): Promise<void> {
    await page.goto(`http://${spy}/page`)
    // As text: this package is compiled without the names of a browser.
    await page.evaluate(`(${showFrames})(${JSON.stringify(frames)})`)
    // Whatever the frames began has reached the network when a request that began later is answered.
    await page.evaluate(`fetch('/end').then(() => undefined)`)
  }

  const titled = z.array(z.object({ payload: z.string() }))
  const remote = z.array(z.object({ html: z.string() }))

  function attacks(): readonly string[] {
    const suite = readFileSync(join(security, 'dompurify-expect/expect.json'), 'utf8')
    const lists = ['patt-xss', 'patt-xss-files'].flatMap((folder) =>
      readdirSync(join(security, folder)).map((name) => readFileSync(join(security, folder, name), 'utf8')),
    )
    const lines = lists.flatMap((list) => list.split('\n')).filter((line) => line.includes('<'))
    return [...titled.parse(JSON.parse(suite)).map(({ payload }) => payload), ...new Set(lines)]
  }

  function fetching(): readonly string[] {
    const text = readFileSync(join(security, 'mail-remote-content/vectors.json'), 'utf8')
    const filled = (html: string) =>
      html.replaceAll('{U}', `http://${spy}/u`).replaceAll('{P}', `//${spy}/p`).replaceAll('{H}', spy)
    return remote.parse(JSON.parse(text)).map(({ html }) => filled(html))
  }

  test('the check would notice: a script that is not stopped runs, a picture that is not stopped is asked for', async () => {
    const deeds = await deedsOf([{ srcdoc: `<img src="http://${spy}/u"><script>alert(1)</script>` }])
    expect(deeds.toSorted()).toEqual(['dialog 1', 'visit /u'])
  })

  test('by the sanitiser alone nothing runs and nothing is asked for', async () => {
    const frames = [...attacks(), ...fetching()].map((html) => ({ srcdoc: sanitiseHtml(html).html }))
    expect(frames.length).toBeGreaterThan(500)
    expect(await deedsOf(frames)).toEqual([])
  })

  test('by the frame alone nothing runs and nothing is asked for', async () => {
    const frames = [...attacks(), ...fetching()].map((html) => ({
      srcdoc: framePage(html, 'blocked'),
      sandbox: frameSandbox,
    }))
    expect(await deedsOf(frames)).toEqual([])
  })
})
