import type { Language } from '../model/account-problem.ts'
import type { Address } from '../model/address.ts'
import type { Message } from '../model/message.ts'

interface ForwardWords {
  readonly title: string
  readonly from: string
  readonly date: string
  readonly subject: string
  readonly to: string
  readonly cc: string
  readonly locale: string
}

/** As mail programs write them, so that every other one knows where the older message begins. */
const words: Readonly<Record<Language, ForwardWords>> = {
  en: {
    ...{ title: '---------- Forwarded message ---------', locale: 'en-GB' },
    ...{ from: 'From: ', date: 'Date: ', subject: 'Subject: ', to: 'To: ', cc: 'Cc: ' },
  },
  fr: {
    ...{ title: '---------- Message transféré ---------', locale: 'fr-FR' },
    ...{ from: 'De : ', date: 'Date : ', subject: 'Objet : ', to: 'À : ', cc: 'Cc : ' },
  },
}

type Forwarded = Pick<Message, 'from' | 'to' | 'cc' | 'subject' | 'text' | 'sentAt' | 'receivedAt'>

/** A text, and below it a message with the lines that say who wrote it to whom. Never who got a blind copy. */
export function quoteForwarded(text: string, message: Forwarded, language: Language): string {
  const { title, locale, ...label } = words[language]
  const { from, to, cc, subject, sentAt, receivedAt } = message
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' })
  const lines = [
    title,
    ...(from === null ? [] : [`${label.from}${shown(from)}`]),
    `${label.date}${date.format(sentAt ?? receivedAt)} UTC`,
    `${label.subject}${oneLine(subject)}`,
    ...(to.length === 0 ? [] : [`${label.to}${to.map(shown).join(', ')}`]),
    ...(cc.length === 0 ? [] : [`${label.cc}${cc.map(shown).join(', ')}`]),
  ]
  const above = text.trimEnd()
  return [...(above === '' ? [] : [above, '']), ...lines, '', message.text].join('\n')
}

function shown({ name, address }: Address): string {
  return name.trim() === '' ? `<${oneLine(address)}>` : `${oneLine(name)} <${oneLine(address)}>`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
