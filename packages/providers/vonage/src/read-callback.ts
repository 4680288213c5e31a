import { type CallbackContent, GuichetError, type KeptCallback, type ReceivedMessage } from '@guichet/core'
import { outcomeOfStatus } from './outcome/messages-outcome.ts'
import { outcomeOfReceipt } from './outcome/receipt-outcome.ts'
import { readPayload } from './payload/read-payload.ts'
import { joinedBytes, partOf } from './payload/sms-parts.ts'

/** Takes a stored callback apart. Throws `unparsable` for what is neither a message nor a report. */
export function readCallback(callback: KeptCallback): CallbackContent {
  const payload = readPayload(callback.content)
  switch (payload?.kind) {
    case 'status':
      return outcomes(outcomeOfStatus(payload.body, callback.receivedAt))
    case 'receipt':
      return outcomes(outcomeOfReceipt(payload.parameters, callback.receivedAt))
    case 'message':
      return { messages: [received(callback, callback.content)], outcomes: [] }
    case 'sms': {
      const part = partOf(payload.parameters)
      if (part !== null) return { messages: [], outcomes: [], part }
      return { messages: [received(callback, callback.content)], outcomes: [] }
    }
    default:
      throw new GuichetError('unparsable', 'this callback is neither a message nor a report', {
        provider: 'vonage',
      })
  }
}

/** One message of the parts that came. The same parts give the same message, whatever order they came in. */
export function joinParts(parts: readonly KeptCallback[], total: number): ReceivedMessage {
  const byIndex = new Map(parts.toReversed().map((callback) => [indexOf(callback), callback]))
  const inOrder = [...byIndex].toSorted(([one], [other]) => one - other)
  const [first] = inOrder
  if (first === undefined) throw new GuichetError('invalid-input', 'a long SMS has at least one part')
  const bytes = joinedBytes(
    inOrder.map(([index, { content }]) => ({ index, content })),
    total,
  )
  const last = Math.max(...parts.map(({ receivedAt }) => receivedAt.getTime()))
  return { ...received(first[1], bytes), receivedAt: new Date(last) }
}

function indexOf({ content }: KeptCallback): number {
  const payload = readPayload(content)
  return (payload?.kind === 'sms' ? partOf(payload.parameters)?.index : null) ?? 1
}

function received(callback: KeptCallback, raw: Uint8Array): ReceivedMessage {
  return { locator: callback.callbackId, raw, receivedAt: callback.receivedAt, isHistory: false }
}

/** A report that says nothing known is understood, and done with. */
function outcomes(outcome: CallbackContent['outcomes'][number] | null): CallbackContent {
  return { messages: [], outcomes: outcome === null ? [] : [outcome] }
}
