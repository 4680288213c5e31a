/** What a customer of the demo writes; empty: the usual customer of that channel. */
export interface DemoMessage {
  readonly channel: 'sms' | 'whatsapp' | 'webhook'
  /** `photo` and `place` on WhatsApp only. */
  readonly kind: 'text' | 'photo' | 'place'
  readonly text: string
  /** A phone number as people write it, or a mail address on the contact form. */
  readonly from: string
  readonly name: string
}

export const demoNumbers = { sms: '+33644630000', whatsapp: '+33644630001' } as const

const usual = {
  sms: { from: '+33612345678', name: '' },
  whatsapp: { from: '+33687654321', name: 'Inès Laurent' },
  webhook: { from: 'paul.girard@client.example', name: 'Paul Girard' },
} as const

/** The message with its customer. Throws when the number or the address is none. */
export function fromSomebody(message: DemoMessage): DemoMessage {
  const { channel } = message
  const from = message.from.trim() === '' ? usual[channel].from : message.from.trim()
  const isUsual = from === usual[channel].from && message.name.trim() === ''
  const name = isUsual ? usual[channel].name : message.name.trim()
  if (channel !== 'webhook') return { ...message, name, from: digitsOf(from) }
  if (!/^[^\s@]+@[^\s@]+$/.test(from)) throw new TypeError(`${from}: the contact form wants a mail address`)
  return { ...message, name: name === '' ? from : name, from }
}

/** As Vonage writes numbers: digits only. */
function digitsOf(from: string): string {
  const digits = from.replace(/^00/, '').replaceAll(/[^\d]/g, '')
  const isNational = from.startsWith('0') && !from.startsWith('00')
  const number = isNational ? `33${digits.slice(1)}` : digits
  if (!/^\d{8,15}$/.test(number)) throw new TypeError(`${from}: a phone number looks like +33 6 12 34 56 78`)
  return number
}
