import { expect, it } from 'vitest'
import { parsedMessage } from '../testing/parsed-message.ts'
import { originalSender } from './original-sender.ts'

const group = { name: "'Ann Lee' via Sales", address: 'sales@acme.example' }
const ann = { name: '', address: 'ann@customer.example' }
const headers = new Map([['x-original-from', ['Ann Lee <ann@customer.example>']]])

it('is in Reply-To when a group rewrote From and X-Original-From says the same', () => {
  const mail = parsedMessage({ from: group, replyTo: [ann], headers })
  expect(originalSender(mail)).toEqual({ name: 'Ann Lee', address: 'ann@customer.example' })
})

it('is not in Reply-To alone, nor where the two differ, nor among several', () => {
  const other = { name: '', address: 'victim@customer.example' }
  expect(originalSender(parsedMessage({ from: group, replyTo: [ann] }))).toBeNull()
  expect(originalSender(parsedMessage({ from: group, replyTo: [other], headers }))).toBeNull()
  expect(originalSender(parsedMessage({ from: group, replyTo: [ann, other], headers }))).toBeNull()
  expect(originalSender(parsedMessage({ from: group, headers }))).toBeNull()
})

it('is From where nothing was rewritten', () => {
  expect(originalSender(parsedMessage({ from: ann, replyTo: [ann], headers }))).toBeNull()
})
