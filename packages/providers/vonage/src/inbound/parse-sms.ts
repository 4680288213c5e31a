import { cleanText, type ParsedMessage } from '@guichet/core'
import type { SmsPart } from '../payload/sms-parts.ts'
import { addressOf } from '../phone-number.ts'
import type { Parameters } from '../signature/legacy-signature.ts'
import { emptyMessage } from './empty-message.ts'
import { binaryAttachment } from './media.ts'

/** An SMS in the older form. Its only date is that of the callback, not of the message: none is better. */
export function parseSms(parameters: Parameters): ParsedMessage {
  const sender = parameters.get('msisdn') ?? ''
  const attachment = binaryAttachment(parameters)
  return {
    ...emptyMessage,
    externalId: cleanText(parameters.get('messageId') ?? '', 128),
    from: sender === '' ? null : { name: '', address: cleanText(addressOf(sender), 200) },
    to: [{ name: '', address: cleanText(addressOf(parameters.get('to') ?? ''), 200) }],
    text: cleanText(smsText(parameters), 10_000),
    attachments: attachment === null ? [] : [attachment],
  }
}

/** A long SMS of its parts, in their order; what never came is marked in the text. Its id is that of its first part. */
export function parseJoined(parts: readonly SmsPart[], total: number): ParsedMessage {
  const byIndex = new Map(parts.map((part) => [part.index, part.parameters]))
  const indexes = Array.from({ length: total }, (_, position) => position + 1)
  const text = indexes
    .map((index) => {
      const parameters = byIndex.get(index)
      return parameters === undefined ? `[… ${index}/${total}]` : smsText(parameters)
    })
    .join('')
  const [first] = [...byIndex.values()]
  return { ...parseSms(first ?? new Map()), text: cleanText(text, 100_000), attachments: [] }
}

function smsText(parameters: Parameters): string {
  return parameters.get('text') || (parameters.has('data') ? '[binary]' : '')
}
