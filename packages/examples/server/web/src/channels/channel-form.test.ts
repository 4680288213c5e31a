import { expect, test } from 'vitest'
import { emptyChannelForm, formOfChannel, inputOfForm } from './channel-form.ts'

test('what is typed becomes settings and secrets, and what is left empty is left out', () => {
  const values = {
    'settings.number': ' +33644600000 ',
    'settings.apiKey': 'abcd1234',
    'settings.applicationId': '',
    'secrets.signatureSecret': 'secret',
  }
  expect(inputOfForm('vonage-sms', { ...emptyChannelForm, values }, null)).toEqual({
    type: 'vonage-sms',
    name: '+33644600000',
    settings: { number: '+33644600000', apiKey: 'abcd1234' },
    secrets: { signatureSecret: 'secret' },
  })
})

test('changing a channel keeps the settings that the form does not show', () => {
  const settings = {
    number: '+33644600000',
    apiKey: 'abcd1234',
    region: 'eu',
    templates: [{ name: 'relance', language: 'fr', text: 'Bonjour {{1}}' }],
  }
  const form = formOfChannel('vonage-whatsapp', 'Boutique', settings)
  expect(form.values['settings.number']).toBe('+33644600000')
  expect(inputOfForm('vonage-whatsapp', form, null)).toEqual({
    type: 'vonage-whatsapp',
    name: 'Boutique',
    settings,
    secrets: {},
  })
})

test('a source of messages is given the secret that was made for it', () => {
  const values = { 'settings.address': 'contact-form', 'settings.replyUrl': '' }
  expect(inputOfForm('webhook', { ...emptyChannelForm, values }, 'whsec_abc')).toEqual({
    type: 'webhook',
    name: 'contact-form',
    settings: { address: 'contact-form' },
    secrets: { signingSecrets: ['whsec_abc'] },
  })
})
