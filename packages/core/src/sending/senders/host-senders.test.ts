import { expect, it } from 'vitest'
import { GuichetError } from '../../errors.ts'
import type { OutboundMessage } from '../../ports/outbound-message.ts'
import { fakeSender } from '../../testing/fake-sender.ts'
import { fallback } from './fallback.ts'
import { hostSenders } from './host-senders.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

const message: OutboundMessage = {
  ...{ id: '1', mailId: '1@acme.example', from: { name: '', address: 'contact@acme.example' } },
  ...{ to: [{ name: '', address: 'zoe@client.example' }], cc: [], subject: '', text: 'Bonjour', html: '' },
  ...{ inReplyTo: null, references: [], date: new Date('2026-11-02T08:00:00Z') },
}

it('several are tried in their order, one keeps its name, one that stands for several stays as it is', () => {
  const [ses, relay] = [fakeSender('ses'), fakeSender('relay')]
  const both = fallback([ses, relay])
  expect(hostSenders([], { log }).sender).toBeUndefined()
  expect(hostSenders([both], { log }).sender).toBe(both)
  expect(hostSenders([ses], { log }).sender).toMatchObject({ name: 'ses', members: [ses] })
  expect(hostSenders([ses, relay], { log }).sender?.members).toEqual([ses, relay])
})

it('each is known by its name, also one that another stands for', () => {
  const [ses, sendgrid] = [fakeSender('ses'), fakeSender('sendgrid')]
  const { byName } = hostSenders([fallback([ses, sendgrid])], { log })
  expect([byName.get('ses'), byName.get('sendgrid'), byName.has('fallback')]).toEqual([ses, sendgrid, true])
})

it.each([
  ['two of one name', [fakeSender('ses'), fakeSender('ses')]],
  ['one inside another of its name', [fallback([fakeSender('a'), fakeSender('b')], { name: 'a' })]],
  ['a name that fits into no address', [fakeSender('Amazon SES')]],
])('%s are refused at once', (_, senders) => {
  expect(() => hostSenders(senders, { log })).toThrow(
    expect.objectContaining({ code: 'invalid-configuration' }),
  )
})

it('one whose key was revoked is not asked for every mail', async () => {
  const ses = fakeSender('ses')
  const revoked = new GuichetError('authentication-failed', 'the key was revoked', { retry: 'after-fix' })
  ses.failNextSends(...Array.from({ length: 5 }, () => revoked))
  const { sender } = hostSenders([ses], { log })
  for (let mail = 0; mail < 5; mail += 1)
    await expect(sender?.send(message, 'acme')).rejects.toMatchObject({ code: 'authentication-failed' })
  await expect(sender?.send(message, 'acme')).rejects.toMatchObject({ code: 'throttled', retry: 'later' })
  expect(ses.sent).toEqual([])
})
