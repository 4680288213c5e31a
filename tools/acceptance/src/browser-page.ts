import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

/** Why no browser can be started here; null when one can. */
export function chromiumMissing(): string | null {
  return existsSync(executablePath) ? null : `no ${executablePath} (apt: chromium)`
}

/** A browser that talks to nobody by itself; every context of it is a new profile. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  })
}

export interface PageOptions {
  readonly locale?: string
  readonly width?: number
  readonly dark?: boolean
  /** What the console may say without being a problem. */
  readonly expectedProblem?: RegExp
}

/** A page and everything about it that must stay empty. */
export interface WatchedPage {
  readonly page: Page
  /** Errors on the console, uncaught exceptions, refusals of the Content-Security-Policy. */
  readonly problems: readonly string[]
  /** Every request the page made, whoever asked for it. */
  readonly requests: readonly URL[]
  /** Rules of axe-core that the page breaks as it is now, with the elements. */
  accessibilityViolations(): Promise<readonly string[]>
}

/** Opens an address as one person with a new profile. */
export async function openPage(
  browser: Browser,
  url: string,
  { locale = 'fr-FR', width = 1280, dark = false, expectedProblem }: PageOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    locale,
    viewport: { width, height: 800 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const problems: string[] = []
  const requests: URL[] = []
  page.on('console', (message) => {
    const isWrong = message.type() === 'error' || message.type() === 'warning'
    if (isWrong && !expectedProblem?.test(message.text())) problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  context.on('request', (request) => requests.push(new URL(request.url())))
  await page.goto(url)
  return { page, problems, requests, accessibilityViolations: () => violations(page) }
}

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

async function violations(page: Page): Promise<readonly string[]> {
  // As the debugger, not as a script of the page: the page's policy would rightly refuse it.
  await page.evaluate(`${await readFile(axeFile, 'utf8')}; undefined`)
  return page.evaluate<readonly string[]>(
    `axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => id + ': ' + node.html)))`,
  )
}
