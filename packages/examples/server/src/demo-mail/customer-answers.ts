import { addressesOf, headerOf, idsOf, type MailText, mailText } from './mail-text.ts'
import type { SampleMails } from './sample-mails.ts'

/** Answers as the demo's customers would, so that a reply brings a new mail into its conversation. */
export interface DemoCustomers {
  /** The customer's next mail after this one of ours; null when nobody answers, or not any more. */
  answerTo(sent: MailText, now: Date): MailText | null
  /** A mail that arrived: its writer answers too from now on. */
  meet(received: MailText): void
}

interface Customer {
  /** As they write it themselves. */
  readonly from: string
  readonly texts: readonly string[]
}

const answers = {
  fr: [
    'Bonjour,\n\nMerci pour votre réponse rapide ! Cela me convient très bien.\n\nPouvez-vous simplement me confirmer l’heure ?\n\nBonne journée',
    'C’est parfait, merci beaucoup. À très bientôt à la boulangerie !',
  ],
  en: [
    'Hello,\n\nThank you for getting back to me so quickly, that sounds lovely.\n\nCould you just confirm the time?\n\nMany thanks',
    'Perfect, thank you so much. See you soon!',
  ],
} as const

/** Every customer answers as often as there are texts for them, in each conversation. */
export function demoCustomers(mails: SampleMails): DemoCustomers {
  const customers = new Map<string, Customer>()
  const answered = new Map<string, number>()

  function meet(received: MailText): void {
    const [address] = addressesOf(received, 'from')
    if (address === undefined || isAutomatic(received)) return
    const texts = headerOf(received, 'content-language') === 'en' ? answers.en : answers.fr
    customers.set(address, { from: headerOf(received, 'from'), texts })
  }

  for (const { text } of mails.inbox) meet(text)
  return {
    meet,
    answerTo: (sent, now) => {
      const [address = ''] = addressesOf(sent, 'to')
      const customer = customers.get(address)
      const [root] = [...idsOf(sent, 'references'), ...idsOf(sent, 'message-id')]
      if (customer === undefined || root === undefined) return null
      const count = answered.get(root) ?? 0
      const text = customer.texts[count]
      if (text === undefined) return null
      answered.set(root, count + 1)
      return compose(sent, customer.from, text, now)
    },
  }
}

function isAutomatic(mail: MailText): boolean {
  return headerOf(mail, 'list-id') !== '' || headerOf(mail, 'auto-submitted') !== ''
}

function compose(sent: MailText, from: string, text: string, now: Date): MailText {
  const [mailId = ''] = idsOf(sent, 'message-id')
  const subject = headerOf(sent, 'subject')
  const [address = ''] = addressesOf(sent, 'to')
  const references = [...idsOf(sent, 'references'), mailId]
  const head = [
    `Return-Path: <${address}>`,
    `From: ${from}`,
    `To: ${headerOf(sent, 'from')}`,
    `Subject: ${/^(=\?utf-8\?q\?)?re(:|=3a)/i.test(subject) ? subject : `Re: ${subject}`}`,
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    // Derived from the mail it answers: answering twice is the same mail.
    `Message-ID: <answer.${mailId.slice(1, -1).replace('@', '.at.')}@${address.split('@')[1]}>`,
    `In-Reply-To: ${mailId}`,
    `References: ${references.join('\r\n ')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ]
  return `${head.join('\r\n')}\r\n\r\n${mailText(text)}\r\n`
}
