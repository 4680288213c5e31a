import { dovecotMissing, postfixMissing, postgresMissing } from '@guichet-tools/real-servers'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type Desk, type Desks, startDesks } from './browser-desks.ts'
import {
  chromiumMissing,
  launchBrowser,
  openPage,
  type PageOptions,
  type WatchedPage,
} from './browser-page.ts'

/** Why the web inbox cannot be tried here; null when it can. */
export function browserMissing(): string | null {
  return chromiumMissing() ?? dovecotMissing() ?? postfixMissing() ?? postgresMissing()
}

export interface BrowserSuite {
  /** Only inside a test. */
  desks(): Desks
  /** Opens a desk's inbox; a test that leaves errors in the console fails. */
  show(desk: Desk, options?: PageOptions): Promise<WatchedPage>
}

/** Real servers with one desk per name, and a browser, for the tests of one file. */
export function browserSuite(deskNames: readonly string[]): BrowserSuite {
  let running: { readonly desks: Desks; readonly browser: Browser } | null = null
  let opened: WatchedPage[] = []

  function servers(): { readonly desks: Desks; readonly browser: Browser } {
    if (running === null) throw new Error('the servers are started before the first test')
    return running
  }

  beforeAll(async () => {
    const [desks, browser] = await Promise.all([startDesks(deskNames), launchBrowser()])
    running = { desks, browser }
  })
  afterEach(async () => {
    const problems = opened.flatMap((one) => one.problems)
    for (const { page } of opened) await page.context().close()
    opened = []
    expect(problems).toEqual([])
  })
  afterAll(async () => {
    await running?.browser.close()
    await running?.desks.stop()
  })
  return {
    desks: () => servers().desks,
    async show(desk, options) {
      const watched = await openPage(servers().browser, desk.url, options)
      opened.push(watched)
      return watched
    },
  }
}
