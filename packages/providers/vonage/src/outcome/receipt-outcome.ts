import { cleanText, type SendOutcome } from '@guichet/core'
import { addressOf } from '../phone-number.ts'
import type { Parameters } from '../signature/legacy-signature.ts'
import { receiptFailure } from './failures.ts'
import { ourMessageId } from './our-message-id.ts'

const states: Readonly<Record<string, SendOutcome['state']>> = {
  accepted: 'accepted',
  // Neither arrived nor failed, and no other word will come.
  unknown: 'accepted',
  buffered: 'delayed',
  delivered: 'delivered',
  expired: 'bounced',
  failed: 'bounced',
  rejected: 'bounced',
}

/** What a delivery receipt of the older form says; null for one that says nothing known. */
export function outcomeOfReceipt(parameters: Parameters, receivedAt: Date): SendOutcome | null {
  const status = parameters.get('status') ?? ''
  const state = Object.hasOwn(states, status) ? states[status] : undefined
  if (state === undefined) return null
  const code = parameters.get('err-code') || null
  const recipient = cleanText(addressOf(parameters.get('msisdn') ?? ''), 200).toLowerCase()
  const failure = receiptFailure(code)
  const isBounce = state === 'bounced'
  // Documented for the United States only; elsewhere 9 is a number that does not exist.
  const optedOut = isBounce && status !== 'expired' && code === '9' && recipient.startsWith('+1')
  return {
    messageId: ourMessageId(parameters.get('client-ref')),
    providerId: cleanText(parameters.get('messageId') ?? '', 128),
    recipient,
    state,
    kind: isBounce ? (status === 'expired' ? 'soft' : failure.kind) : null,
    status: code,
    reason: isBounce && status !== 'expired' ? failure.sentence : cleanText(`Vonage reports: ${status}`, 200),
    at: receivedAt,
    ...(optedOut ? { optedOut } : {}),
  }
}
