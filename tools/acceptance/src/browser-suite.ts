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
  const { servers, show } = suiteOn(() => startDesks(deskNames))
  return { desks: servers, show: (desk, options) => show(desk.url, options) }
}

export interface DeskSuite<OneDesk> {
  /** Only inside a test. */
  desk(): OneDesk
  /** Opens a page of the desk; a test that leaves errors in the console fails. */
  show(path?: string, options?: PageOptions): Promise<WatchedPage>
}

interface Stoppable {
  stop(): Promise<void>
}

/** One desk and a browser, for the tests of one file. */
export function deskSuite<OneDesk extends Stoppable & Pick<Desk, 'url'>>(
  start: () => Promise<OneDesk>,
): DeskSuite<OneDesk> {
  const { servers, show } = suiteOn(start)
  return { desk: servers, show: (path = '', options = {}) => show(servers().url + path, options) }
}

function suiteOn<Servers extends Stoppable>(start: () => Promise<Servers>) {
  let running: { readonly servers: Servers; readonly browser: Browser } | null = null
  let opened: WatchedPage[] = []

  function started(): { readonly servers: Servers; readonly browser: Browser } {
    if (running === null) throw new Error('the servers are started before the first test')
    return running
  }

  beforeAll(async () => {
    const [servers, browser] = await Promise.all([start(), launchBrowser()])
    running = { servers, browser }
  })
  afterEach(async () => {
    const problems = opened.flatMap((one) => one.problems)
    for (const { page } of opened) await page.context().close()
    opened = []
    expect(problems).toEqual([])
  })
  afterAll(async () => {
    await running?.browser.close()
    await running?.servers.stop()
  })
  return {
    servers: () => started().servers,
    async show(url: string, options?: PageOptions): Promise<WatchedPage> {
      const watched = await openPage(started().browser, url, options)
      opened.push(watched)
      return watched
    },
  }
}
