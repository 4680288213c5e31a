import type { MailAddress, MailInput } from '../inbox-mailer.ts'
import type { ApiContext } from './api-context.ts'

/** Says that mail arrives, in both languages of the interface, as nobody knows who reads it. */
export function testMail({ clock, tenant, mailing }: ApiContext, to: MailAddress): MailInput {
  const when = `${clock.now().toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const sender = mailing?.sender?.name ?? ''
  const text = [
    `This is a test. It was asked for on ${when} and left by way of “${sender}”, for ${tenant}: mail of the`,
    'application arrives here. Nothing needs to be done.',
    '',
    `Ceci est un test. Il a été demandé le ${when} et envoyé par « ${sender} », pour ${tenant} : les messages de`,
    'l’application arrivent ici. Il n’y a rien à faire.',
  ]
  return { to, subject: 'Test', text: text.join('\n'), tags: ['test'] }
}
