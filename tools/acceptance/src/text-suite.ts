import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchBrowser, openPage, type PageOptions, type WatchedPage } from './browser-page.ts'
import { startTextDesk, type TextDesk } from './text-desk.ts'

export interface TextSuite {
  /** Only inside a test. */
  desk(): TextDesk
  /** Opens a page of the desk; a test that leaves errors in the console fails. */
  show(path?: string, options?: PageOptions): Promise<WatchedPage>
}

/** A desk for texts and a browser, for the tests of one file. */
export function textSuite(): TextSuite {
  let running: { readonly desk: TextDesk; readonly browser: Browser } | null = null
  let opened: WatchedPage[] = []

  function servers(): { readonly desk: TextDesk; readonly browser: Browser } {
    if (running === null) throw new Error('the desk is started before the first test')
    return running
  }

  beforeAll(async () => {
    const [desk, browser] = await Promise.all([startTextDesk(), launchBrowser()])
    running = { desk, browser }
  })
  afterEach(async () => {
    const problems = opened.flatMap((one) => one.problems)
    for (const { page } of opened) await page.context().close()
    opened = []
    expect(problems).toEqual([])
  })
  afterAll(async () => {
    await running?.browser.close()
    await running?.desk.stop()
  })
  return {
    desk: () => servers().desk,
    async show(path = '', options = {}) {
      const { desk, browser } = servers()
      const watched = await openPage(browser, desk.url + path, options)
      opened.push(watched)
      return watched
    },
  }
}
