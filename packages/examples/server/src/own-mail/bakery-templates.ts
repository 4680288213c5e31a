import { mailTemplates } from '@guichet/mail-templates'
import { z } from 'zod'
import { Button, h, Letter, text } from './letter.ts'

const order = z.object({
  customer: z.string().min(1).max(200),
  order: z.string().min(1).max(50),
  pickup: z.iso.datetime({ offset: true }),
  lines: z
    .array(z.object({ name: z.string().max(200), quantity: z.int().min(1), cents: z.int().min(0) }))
    .max(50)
    .default([]),
  link: z.url({ protocol: /^https?$/ }),
})

const words = {
  fr: {
    confirmed: (number: string) => `Votre commande ${number} est confirmée`,
    reminder: (when: string) => `Votre commande vous attend ${when}`,
    hello: (customer: string) => `Bonjour ${customer},`,
    thanks: (when: string) => `Merci pour votre commande. Elle sera prête ${when}.`,
    ready: (when: string) => `Petit rappel : votre commande est à retirer ${when}.`,
    total: 'Total',
    see: 'Voir la commande',
    footer: 'Boulangerie Martin. Une question ? Répondez simplement à ce message.',
  },
  en: {
    confirmed: (number: string) => `Your order ${number} is confirmed`,
    reminder: (when: string) => `Your order is waiting for you ${when}`,
    hello: (customer: string) => `Dear ${customer},`,
    thanks: (when: string) => `Thank you for your order. It will be ready ${when}.`,
    ready: (when: string) => `A short reminder: your order can be picked up ${when}.`,
    total: 'Total',
    see: 'See the order',
    footer: 'Boulangerie Martin. Any question? Just answer this message.',
  },
}

type Words = typeof words
type Language = keyof Words

/** What the bakery sends by itself: `tenant.mailer.send({ to, template: { name: 'order-confirmed', data } })`. */
export const bakeryTemplates = mailTemplates(['fr', 'en'], {
  'order-confirmed': {
    schema: order,
    subject: (data, language) => words[language].confirmed(data.order),
    body: ({ customer, order: number, pickup, lines, link }, language) => {
      const say = words[language]
      const intro = say.thanks(dateWords(pickup, language))
      const letter = { language, preview: intro, title: say.confirmed(number), footer: say.footer }
      const total = lines.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0)
      return h(
        Letter,
        letter,
        h('p', { style: text }, say.hello(customer)),
        h('p', { style: text }, intro),
        lines.map(({ name, quantity, cents }, index) =>
          h('p', { key: index, style: text }, `${quantity} × ${name} · ${euros(quantity * cents, language)}`),
        ),
        h('p', { style: { ...text, fontWeight: 'bold' } }, `${say.total} · ${euros(total, language)}`),
        h(Button, { href: link }, say.see),
      )
    },
  },
  'pickup-reminder': {
    schema: order,
    subject: ({ pickup }, language) => words[language].reminder(dateWords(pickup, language)),
    body: ({ customer, pickup, link }, language) => {
      const say = words[language]
      const when = dateWords(pickup, language)
      const letter = { language, preview: say.ready(when), title: say.reminder(when), footer: say.footer }
      return h(
        Letter,
        letter,
        h('p', { style: text }, say.hello(customer)),
        h('p', { style: text }, say.ready(when)),
        h(Button, { href: link }, say.see),
      )
    },
  },
})

/** As the bakery's clock on the wall says. */
function dateWords(iso: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    timeZone: 'Europe/Paris',
  })
  const when = format.format(new Date(iso))
  return language === 'fr' ? `le ${when}` : `on ${when}`
}

function euros(cents: number, language: Language): string {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(cents / 100)
}
