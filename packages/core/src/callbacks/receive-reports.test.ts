import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ReportedSend } from '../ports/mail-sender.ts'
import type { WebhookRequest } from '../ports/webhook.ts'
import { fakeSender } from '../testing/fake-sender.ts'
import { openSendingDesk, type SendingDesk } from '../testing/sending-desk.ts'
import { receiveReports } from './receive-reports.ts'

const secondMs = 1000
const sender = fakeSender('ses')

let desk: SendingDesk
beforeEach(async () => {
  desk = await openSendingDesk()
})
afterEach(() => desk.stop())

function request(reports: readonly ReportedSend[], signed = 'yes'): WebhookRequest {
  const headers = new Map([['x-signed', signed]])
  const body = sender.reportBody(reports)
  return { method: 'POST', url: 'https://x.example/', headers, body, receivedAt: desk.clock.now() }
}

const receive = (...reports: readonly ReportedSend[]) =>
  receiveReports(desk.ctx, new Map([['ses', sender]]))('ses', request(reports))

function report(messageId: string, facts: Partial<ReportedSend> = {}): ReportedSend {
  return {
    ...{ tenant: 'acme', messageId, providerId: null, recipient: 'claire@customer.example' },
    ...{ state: 'delivered', kind: null, status: null, reason: '', at: desk.clock.now(), ...facts },
  }
}

async function sentReply(): Promise<string> {
  const { id } = await desk.reply({ undoSeconds: 0 })
  await desk.clock.advance(secondMs)
  return id
}

it('an answer that left through a sender of the host gets what its provider reports, said once however often', async () => {
  const id = await sentReply()
  await desk.news()
  await receive(report(id), report(id))
  await receive(report(id))
  expect((await desk.inbox.messages.get(id)).arrivals).toMatchObject([
    { recipient: 'claire@customer.example', state: 'delivered', reportId: 'ses' },
  ])
  expect((await desk.news()).map(({ type }) => type)).toEqual(['message.delivered'])
})

it('who answers to the Message-ID that the provider gave is in the conversation', async () => {
  const id = await sentReply()
  await receive(report(id, { state: 'accepted', mailId: 'theirs@eu.provider.example' }))
  const links = await desk.read((tx) => tx.threads.find(desk.integrationId, ['theirs@eu.provider.example']))
  expect(links).toMatchObject([{ conversationId: desk.conversationId, isIssued: true }])
})

it('an unsubscription at the provider marks the address', async () => {
  const id = await sentReply()
  await receive(report(id, { state: 'accepted', optedOut: true }))
  expect(await desk.inbox.addresses.marks('claire@customer.example')).toMatchObject([{ mark: 'opted-out' }])
})

it('what names another tenant, or none, or a message that nobody knows, changes nothing', async () => {
  const id = await sentReply()
  await desk.news()
  const foreign = report(id, { tenant: 'globex' })
  const unknown = report('018f0000-0000-7000-8000-00000000ffff')
  await receive(foreign, report(id, { tenant: null }), unknown, report('\0'))
  expect(await desk.news()).toEqual([])
})

it('what is not signed, and what is for a sender that does not report, is refused', async () => {
  const { reports: _, ...silent } = fakeSender('relay')
  const take = receiveReports(
    desk.ctx,
    new Map([
      ['ses', sender],
      ['relay', silent],
    ]),
  )
  await expect(take('ses', request([], 'no'))).rejects.toMatchObject({ code: 'signature-refused' })
  for (const name of ['relay', 'nobody', 'constructor'])
    await expect(take(name, request([]))).rejects.toMatchObject({ code: 'not-found' })
})
