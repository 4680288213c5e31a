import { expect, it } from 'vitest'
import { fakeSender } from '../testing/fake-sender.ts'
import { fallback } from './fallback.ts'
import { hostSenders } from './host-senders.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

it('one sender is used as it is, several are tried in their order, none is none', () => {
  const [ses, relay] = [fakeSender('ses'), fakeSender('relay')]
  expect(hostSenders([], { log }).sender).toBeUndefined()
  expect(hostSenders([ses], { log }).sender).toBe(ses)
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
