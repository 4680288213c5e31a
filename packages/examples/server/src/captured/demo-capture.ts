import type { Clock, MailSender } from '@guichet/core'
import { smtpSender } from '@guichet/smtp'
import { startSmtpIntake, type TakenMail } from '../demo-mail/smtp-intake.ts'
import { type CapturedMails, capturedMails } from './captured-mails.ts'

/** A server that takes mail and shows it, as Mailpit and maildev do, and what sends the application's own mail to it. */
export interface DemoCapture {
  readonly sender: MailSender
  readonly mails: CapturedMails
  /** For what is sent another way. */
  keep(mail: TakenMail): void
  stop(): Promise<void>
}

export async function startDemoCapture(clock: Clock): Promise<DemoCapture> {
  const mails = capturedMails(clock)
  const { port, stop } = await startSmtpIntake({ onMail: mails.keep })
  return { mails, sender: smtpSender({ host: 'localhost', port, name: 'capture' }), keep: mails.keep, stop }
}
