import type { Clock } from '@guichet/core'
import { type FakeSent, type FakeVonage, postCallback } from '@guichet/vonage/testing'
import type { DemoSender } from './demo-sender.ts'

export interface ReportOptions {
  readonly vonage: FakeVonage
  readonly serverUrl: string
  readonly send: DemoSender
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What happens after an answer has left: the network reports where it is, and the customer says thank you. */
export async function reportBack(sent: FakeSent, options: ReportOptions): Promise<void> {
  const { clock, signal } = options
  await clock.sleep(300, signal)
  await report(sent, 'submitted', options)
  await clock.sleep(1_500, signal)
  await report(sent, 'delivered', options)
  if (sent.channel === 'sms') return
  await clock.sleep(2_500, signal)
  await report(sent, 'read', options)
}

async function report(
  { uuid, channel, from, to, clientRef }: FakeSent,
  status: string,
  { vonage, serverUrl, signal }: ReportOptions,
): Promise<void> {
  if (signal.aborted) return
  const callback = vonage.signedStatus({ uuid, status, channel, from, to }, { client_ref: clientRef })
  await postCallback(`${serverUrl}/inbox/webhooks/${channel}`, callback)
}
