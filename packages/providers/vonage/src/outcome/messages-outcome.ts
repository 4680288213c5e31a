import { cleanText, type SendOutcome } from '@guichet/core'
import type { StatusBody } from '../payload/messages-body.ts'
import { addressOf } from '../phone-number.ts'
import { messagesFailure } from './failures.ts'
import { ourMessageId } from './our-message-id.ts'

/** What a status of the Messages API says about a message of ours; null for one that says nothing known. */
export function outcomeOfStatus(status: StatusBody, receivedAt: Date): SendOutcome | null {
  const code = codeOf(status)
  const said = stateOf(status.status, code)
  if (said === null) return null
  const at = new Date(status.timestamp ?? Number.NaN)
  const failure = messagesFailure(code)
  return {
    messageId: ourMessageId(status.client_ref),
    providerId: status.message_uuid,
    recipient: recipientOf(status),
    state: said,
    kind: said === 'bounced' ? failure.kind : null,
    status: code,
    reason: cleanText(said === 'bounced' ? failure.sentence : `Vonage reports: ${status.status}`, 500),
    at: Number.isNaN(at.getTime()) ? receivedAt : at,
    ...(code === '1240' ? { optedOut: true as const } : {}),
  }
}

function stateOf(status: string, code: string | null): SendOutcome['state'] | null {
  switch (status) {
    case 'submitted':
      return 'accepted'
    case 'delivered':
      return 'delivered'
    case 'read':
      return 'read'
    case 'rejected':
    case 'undeliverable':
      // "Already sent" (1320) refuses only the repetition.
      return code === '1320' ? 'accepted' : 'bounced'
    default:
      return null
  }
}

function recipientOf({ to, whatsapp }: StatusBody): string {
  const { user_id, wa_id } = whatsapp?.recipient ?? {}
  return cleanText(addressOf(to || wa_id || user_id || ''), 200).toLowerCase()
}

/** The number is the title of an error, as text or number, and the end of its type. */
function codeOf({ error }: StatusBody): string | null {
  const named = [error?.title, /#(\d+)$/.exec(error?.type ?? '')?.[1]]
  return named.find((code) => /^\d{1,6}$/.test(code ?? '')) ?? null
}
