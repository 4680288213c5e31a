import { join } from 'node:path'
import { createInbox, diskBlobs, isGuichetError, type TenantInbox } from '@guichet/core'
import { imap } from '@guichet/imap'
import { mailAccounts } from '@guichet/mail-accounts'
import { postgres } from '@guichet/postgres'
import { prometheusMetrics } from '@guichet/prometheus'
import { smtp } from '@guichet/smtp'
import { webhookPoster } from '@guichet/webhook'
import { buildWeb } from './build-web.ts'
import { keptDataFolder, temporaryDataFolder } from './data-folder.ts'
import { demoDns } from './demo-dns.ts'
import { connectMailbox } from './demo-mailbox.ts'
import { type DemoOptions, demoOptions, demoUsage } from './demo-options.ts'
import { ownSurroundings, sampleSurroundings } from './demo-surroundings.ts'
import { metricsRoutes } from './metrics-routes.ts'
import { bakeryTemplates } from './own-mail/bakery-templates.ts'
import { signInOptions } from './sign-in-options.ts'
import { startServer } from './start-server.ts'

/**
 * `npm run demo`: the whole product on embedded defaults. Without options it brings its own mail server with the
 * mailbox of a small bakery, and forgets everything at the end; with `--imap` it works on a real mailbox.
 */
async function demo(options: DemoOptions): Promise<void> {
  const closing: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step()
  }
  try {
    await open(options, closing)
  } catch (error) {
    await close()
    throw error
  }
  const stop = () => {
    console.log('\nStopping…')
    close().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

async function open(options: DemoOptions, closing: (() => Promise<void> | void)[]): Promise<void> {
  const data = options.mailbox === null ? temporaryDataFolder() : keptDataFolder(options.dataFolder)
  closing.push(data.dispose)
  const surroundings =
    options.mailbox === null ? await sampleSurroundings(closing) : ownSurroundings(options.mailbox)
  const { mailbox, channels, sender } = surroundings
  console.log('Opening the database…')
  const reader = imap({
    privateHosts: 'allowed',
    sender: smtp({ privateHosts: 'allowed' }),
    accounts: mailAccounts(signInOptions(process.env, options.port)),
  })
  const metrics = prometheusMetrics()
  // Asked for before the web inbox is built: that changes NODE_ENV.
  const { GUICHET_METRICS_TOKEN: token, NODE_ENV } = process.env
  const pages = metricsRoutes({ metrics, token, isProduction: NODE_ENV === 'production' })
  const inbox = createInbox({
    storage: postgres({ folder: join(data.path, 'database') }),
    blobs: diskBlobs(join(data.path, 'raw')),
    encryption: { keys: [{ id: 'demo', secret: data.key }] },
    channels: [reader, ...channels],
    webhooks: webhookPoster({ privateHosts: 'allowed' }),
    dns: demoDns(),
    senders: [sender],
    mailFrom: mailbox.imap.address,
    templates: bakeryTemplates,
    metrics,
    // A person reads this terminal: what goes well is said by the page.
    log: { info: () => undefined, warn: console.warn, error: console.error },
  })
  closing.push(() => inbox.close())
  await inbox.migrate()
  const webFolder = await buildWeb()

  const tenant = inbox.tenant('demo')
  await connectMailbox(tenant, mailbox)
  const { position } = await tenant.events.after(null)
  inbox.start()
  await firstSync(tenant, position)
  pages.route('/', surroundings.pages(tenant, reader))
  const server = await startServer({ inbox, tenant: 'demo', webFolder, port: options.port, pages })
  closing.push(server.close)
  const hints = await surroundings.begin(tenant, server.url)
  console.log(`\nGuichet shows the inbox of ${mailbox.imap.address} at ${server.url}`)
  for (const hint of hints) console.log(hint)
  console.log('Stop with Ctrl+C.')
}

/** Waits for the first look at the mailbox, and says what is wrong if it fails; a large one goes on arriving. */
async function firstSync(tenant: TenantInbox, since: string): Promise<void> {
  console.log('Reading the mailbox…')
  const patience = AbortSignal.timeout(20_000)
  for await (const _event of tenant.events.follow(since, patience)) {
    const states = await tenant.integrations.list()
    const failed = states.find((one) => one.lastSyncStatus === 'error')
    if (failed !== undefined) console.warn(`${failed.name}: ${failed.lastSyncError}`)
    if (states.every((one) => one.lastSyncAt !== null)) return
  }
}

const options = readOptions()
if (options === 'help') console.log(demoUsage)
else {
  try {
    await demo(options)
  } catch (error) {
    console.error(isGuichetError(error) ? error.message : error)
    process.exit(1)
  }
}

function readOptions(): DemoOptions | 'help' {
  try {
    return demoOptions(process.argv.slice(2))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${demoUsage}`)
    process.exit(2)
  }
}
