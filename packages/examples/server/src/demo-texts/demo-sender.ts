import type { Clock } from '@guichet/core'
import { callbackMaker, fakeAccount, postCallback, type SignedCallback } from '@guichet/vonage/testing'
import { Webhook } from 'standardwebhooks'
import { type DemoMessage, demoNumbers, fromSomebody } from './demo-message.ts'
import type { DemoNote } from './demo-note.ts'
import { partsOf } from './parts-of.ts'

/** Has a customer write, and resolves with the status that the webhook answered: the worst, of several parts. */
export type DemoSender = (message: DemoMessage) => Promise<number>

export interface SenderOptions {
  readonly note: Omit<DemoNote, 'pid'>
  readonly clock: Clock
}

/** Makes the calls that Vonage and the bakery's site would make, signed with the secrets of the running demo. */
export function demoSender({ note, clock }: SenderOptions): DemoSender {
  const calls = callbackMaker(fakeAccount(note.vonage), clock)
  const post = async (path: string, callback: SignedCallback) =>
    (await postCallback(note.url + path, callback)).status

  async function sendSms({ from, text }: DemoMessage): Promise<number> {
    const parties = { from, to: digits(demoNumbers.sms) }
    const parts = partsOf(text)
    if (parts.length === 1) return post(smsPath, calls.signedSms({ ...parties, text }))
    let worst = 0
    // The last part first: networks do not keep the order either.
    for (const part of calls.legacyParts({ ...parties, parts }).toReversed())
      worst = Math.max(worst, await post(smsPath, part))
    return worst
  }

  function sendWhatsApp({ from, name, text, kind }: DemoMessage): Promise<number> {
    const message = { from, to: digits(demoNumbers.whatsapp), ...(name === '' ? {} : { name }) }
    if (kind === 'text') return post(whatsAppPath, calls.signedWhatsApp({ ...message, text }))
    const photo = { message_type: 'image', image: { url: note.photoUrl, caption: text } }
    const place = { message_type: 'location', location: { lat: 45.7578, long: 4.832, name: text } }
    return post(whatsAppPath, calls.signedWhatsApp(message, kind === 'photo' ? photo : place))
  }

  async function sendForm({ from, name, text }: DemoMessage): Promise<number> {
    const id = clock.newId()
    const at = clock.now()
    const body = JSON.stringify({
      type: 'message',
      from: { address: from, name },
      subject: subjectOf(text),
      text,
    })
    const response = await fetch(note.url + note.source.path, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(note.source.secret).sign(id, at, body),
      },
    })
    return response.status
  }

  return (message) => {
    const said = fromSomebody(message)
    if (said.channel === 'sms') return sendSms(said)
    return said.channel === 'whatsapp' ? sendWhatsApp(said) : sendForm(said)
  }
}

const smsPath = '/inbox/webhooks/sms'
const whatsAppPath = '/inbox/webhooks/whatsapp'

function digits(number: string): string {
  return number.replace('+', '')
}

/** A contact form asks for a subject; the demo takes the beginning of the text. */
function subjectOf(text: string): string {
  const [first = ''] = text.split(/[.?!\n]/)
  return first.length > 60 ? `${first.slice(0, 59)}…` : first
}
