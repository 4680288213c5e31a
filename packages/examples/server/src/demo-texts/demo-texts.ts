import { readFile } from 'node:fs/promises'
import type { ChannelType, Clock, TenantInbox } from '@guichet/core'
import { vonageSms, vonageWhatsApp } from '@guichet/vonage'
import { fakeAccount, startFakeVonage } from '@guichet/vonage/testing'
import { signedWebhook } from '@guichet/webhook'
import type { Hono } from 'hono'
import { connectDemoChannels } from './demo-channels.ts'
import { leaveNote } from './demo-note.ts'
import { demoRoutes } from './demo-routes.ts'
import { type DemoSender, demoSender } from './demo-sender.ts'
import { reportBack } from './report-back.ts'
import { sampleTexts } from './sample-texts.ts'

/** A Vonage and a website beside the demo: what brings SMS, WhatsApp and forms in, and takes answers. */
export interface DemoTexts {
  readonly channels: readonly ChannelType[]
  /** The page `/demo`. */
  readonly pages: Hono
  /** Connects the numbers and the site of the bakery, and has customers write once the server is at this URL. */
  begin(tenant: TenantInbox, url: string): Promise<void>
  stop(): Promise<void>
}

export interface DemoTextsOptions {
  readonly clock: Clock
  /** Where `npm run demo:send` looks, unless told. */
  readonly noteFile?: string
}

/** Starts the fake Vonage on a free port, with secrets of this run. */
export async function startDemoTexts({ clock, noteFile }: DemoTextsOptions): Promise<DemoTexts> {
  const account = fakeAccount(demoSecrets(clock))
  const stopped = new AbortController()
  const closing: (() => Promise<void> | void)[] = []
  let send: DemoSender | null = null
  let serverUrl = ''
  const vonage = await startFakeVonage({
    account,
    clock,
    onSent: (sent) => {
      if (send !== null) void reportBack(sent, { vonage, serverUrl, send, clock, signal: stopped.signal })
    },
  })
  const photoUrl = vonage.keepFile('cake.jpg', { contentType: 'image/jpeg', bytes: await readFile(photo) })
  return {
    channels: [
      vonageSms({ baseUrl: vonage.url }),
      vonageWhatsApp({ baseUrl: vonage.url }),
      signedWebhook({ privateHosts: 'allowed' }),
    ],
    pages: demoRoutes((message) => {
      if (send === null) throw new TypeError('the demo is still starting: try again in a moment')
      return send(message)
    }),
    async begin(tenant, url) {
      const source = await connectDemoChannels(tenant, { account, url, clock })
      const note = { url, pid: process.pid, photoUrl, vonage: account, source }
      closing.push(leaveNote(note, noteFile))
      serverUrl = url
      send = demoSender({ note, clock })
      for (const text of sampleTexts) await send(text)
    },
    async stop() {
      stopped.abort()
      for (const close of closing) await close()
      await vonage.close()
    },
  }
}

const photo = new URL('../../media/cake.jpg', import.meta.url)

function demoSecrets(clock: Clock) {
  const random = (bytes: number) => Buffer.from(clock.randomBytes(bytes)).toString('hex')
  return {
    apiKey: random(4),
    apiSecret: random(8),
    signatureSecret: random(32),
    applicationId: clock.newId(),
  }
}
