import { expect, test } from 'vitest'
import { type DemoMessage, fromSomebody } from './demo-message.ts'
import { sendOptions } from './send-options.ts'

const sms: DemoMessage = { channel: 'sms', kind: 'text', text: 'Bonjour', from: '', name: '' }

test.each([
  ['', '33612345678'],
  ['+33 7 11 22 33 44', '33711223344'],
  ['07 11 22 33 44', '33711223344'],
  ['0044 7700 900001', '447700900001'],
])('a customer who writes from "%s" is known to Vonage as %s', (from, digits) => {
  expect(fromSomebody({ ...sms, from }).from).toBe(digits)
})

test('a number that is none, and a form without an address, are refused in words', () => {
  expect(() => fromSomebody({ ...sms, from: 'Claire' })).toThrow('looks like +33')
  expect(() => fromSomebody({ ...sms, channel: 'webhook', from: 'Claire' })).toThrow('mail address')
})

test('somebody else than the usual customer does not get his name', () => {
  expect(fromSomebody({ ...sms, channel: 'whatsapp' }).name).toBe('Inès Laurent')
  expect(fromSomebody({ ...sms, channel: 'whatsapp', from: '+33711223344' }).name).toBe('')
})

test('the command line says what to send', () => {
  expect(sendOptions(['sms', 'Bonjour'])).toEqual(sms)
  expect(sendOptions(['whatsapp', 'La vitrine', '--photo', '--name', 'Zoé'])).toEqual({
    channel: 'whatsapp',
    kind: 'photo',
    text: 'La vitrine',
    from: '',
    name: 'Zoé',
  })
  expect(sendOptions(['--help'])).toBe('help')
})

test.each([
  [[], 'the first word is sms, whatsapp or webhook'],
  [['fax', 'Bonjour'], 'fax: the first word is sms, whatsapp or webhook'],
  [['sms'], 'npm run demo:send -- sms "Bonjour"'],
  [['sms', 'Bonjour', '--photo'], '--photo and --place are for whatsapp'],
  [['sms', 'Bonjour', '--to', '1'], "Unknown option '--to'"],
])('%j is refused with what to write instead', (args, sentence) => {
  expect(() => sendOptions(args)).toThrow(sentence)
})
