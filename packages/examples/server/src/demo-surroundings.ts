import { type ChannelType, type MailSender, systemClock, type TenantInbox } from '@guichet/core'
import { smtpSender } from '@guichet/smtp'
import { Hono } from 'hono'
import { capturedPath } from './captured/captured-pages.ts'
import { capturedRoutes } from './captured/captured-routes.ts'
import { startDemoCapture } from './captured/demo-capture.ts'
import type { MailReader } from './captured/read-captured.ts'
import { startDemoMail } from './demo-mail/demo-mail.ts'
import type { DemoMailbox } from './demo-mailbox.ts'
import { startDemoTexts } from './demo-texts/demo-texts.ts'

/** What stands around the inbox of the demo: its mailbox, and whoever writes to it and is written to. */
export interface DemoSurroundings {
  readonly mailbox: DemoMailbox
  /** Besides the mailbox. */
  readonly channels: readonly ChannelType[]
  /** For the application's own mail. */
  readonly sender: MailSender
  pages(tenant: TenantInbox, reader: MailReader): Hono
  /** Has customers write once the server is at this URL; says what there is to look at. */
  begin(tenant: TenantInbox, url: string): Promise<readonly string[]>
}

/** A mailbox of somebody's own gets no invented customers beside it, and its mail really leaves. */
export function ownSurroundings(mailbox: DemoMailbox): DemoSurroundings {
  const { host, port, security, username, password } = mailbox.smtp
  return {
    mailbox,
    channels: [],
    sender: smtpSender({ host, port, security, username, password, privateHosts: 'allowed' }),
    pages: () => new Hono(),
    begin: async () => [],
  }
}

/** The mailbox of a small bakery, numbers for texts, and a server that shows the mail that was sent. */
export async function sampleSurroundings(closing: (() => Promise<void> | void)[]): Promise<DemoSurroundings> {
  const clock = systemClock()
  const capture = await startDemoCapture(clock)
  closing.push(capture.stop)
  const mail = await startDemoMail({ clock, onSent: capture.keep })
  closing.push(mail.stop)
  const texts = await startDemoTexts({ clock })
  closing.push(texts.stop)
  const login = { address: mail.address, host: mail.host, username: mail.username, password: mail.password }
  return {
    mailbox: {
      imap: { ...login, port: mail.imapPort, security: 'none' },
      smtp: { ...login, port: mail.smtpPort, security: 'none' },
      authservId: 'mx.boulangerie-martin.example',
    },
    channels: texts.channels,
    sender: capture.sender,
    pages(tenant, reader) {
      const sendTest = (to: string) => tenant.mailer.sendTest(to, { kind: 'person', id: 'you' })
      return new Hono()
        .route('/', capturedRoutes({ mails: capture.mails, reader, sendTest }))
        .route('/', texts.pages)
    },
    async begin(tenant, url) {
      await texts.begin(tenant, url)
      return [
        `Play its customers at ${url}/demo, or: npm run demo:send -- sms "Bonjour"`,
        `What it sends is shown at ${url}${capturedPath}`,
      ]
    },
  }
}
