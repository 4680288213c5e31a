import { parseArgs } from 'node:util'
import type { DemoMessage } from './demo-message.ts'

export const sendUsage = `Usage: npm run demo:send -- sms|whatsapp|webhook "text" [options]

Writes to the running demo as a customer, through its signed webhooks.

  sms "text"          an SMS; a long one comes in parts, as phones send it
  whatsapp "text"     a WhatsApp message; with --photo a picture, with --place a location
  webhook "text"      a message of the contact form of the bakery's site

  --from number       the customer's number (+33 6 12 34 56 78), or a mail address with webhook
  --name "name"       who the customer is, with whatsapp and webhook
  --photo             whatsapp: sends a photo with the text as its caption
  --place             whatsapp: sends where the customer is; the text names the place
  --help

Start the demo first, in another terminal: npm run demo`

/** Reads the command line. Throws an error whose message says what to write instead. */
export function sendOptions(args: readonly string[]): DemoMessage | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      name: { type: 'string' },
      photo: { type: 'boolean', default: false },
      place: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const [channel, ...words] = positionals
  if (channel !== 'sms' && channel !== 'whatsapp' && channel !== 'webhook')
    throw new TypeError(`${channel ?? 'nothing'}: the first word is sms, whatsapp or webhook`)
  const text = words.join(' ').trim()
  if (text === '')
    throw new TypeError(`write what the customer says: npm run demo:send -- ${channel} "Bonjour"`)
  if (channel !== 'whatsapp' && (values.photo || values.place))
    throw new TypeError('--photo and --place are for whatsapp')
  const kind = values.photo ? 'photo' : values.place ? 'place' : 'text'
  return { channel, kind, text, from: values.from ?? '', name: values.name ?? '' }
}
