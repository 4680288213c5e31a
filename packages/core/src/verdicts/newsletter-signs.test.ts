import { describe, expect, it } from 'vitest'
import { parsedMessage } from '../testing/parsed-message.ts'
import { newsletterSigns } from './newsletter-signs.ts'

const signsOf = (text: string, changes = {}) => newsletterSigns(parsedMessage({ text, ...changes }))

const footer =
  'You are receiving this because you signed up in our shop.\nTo unsubscribe, click here.\n© Shop, all rights reserved'

describe('newsletters without list headers', () => {
  it.each([
    ['English', footer],
    [
      'French',
      'Vous recevez cet e-mail en tant que client. Pour vous désabonner, cliquez ici. Mentions légales',
    ],
    ['German', 'Sie erhalten diese Nachricht als Kunde. Newsletter abbestellen. Impressum'],
    ['Spanish', 'Recibes este correo como cliente. Para darte de baja, visita la web.'],
    ['Italian', 'Hai ricevuto questa mail come cliente. Cancellati qui.'],
    ['Dutch', 'U ontvangt deze mail als klant. Afmelden kan hier.'],
  ])('are recognised by what they say about themselves in %s', (_language, text) => {
    expect(signsOf(`Nouveautés de la saison\n\n${text}`)).not.toBeNull()
  })

  it('are recognised by a sender that is called one', () => {
    const from = { name: 'Shop', address: 'hello@newsletter.shop.example' }
    expect(signsOf('Bonjour', { from })).toEqual(['from: hello@newsletter.shop.example'])
  })

  it.each([
    [
      'wants to leave a list',
      'Bonjour, je voudrais me désabonner de la newsletter. Comment faire ? Je ne veux plus recevoir ces mails.',
    ],
    ['says no more than that', 'Désabonnement newsletter.\n\nCordialement,\nPaul'],
    [
      'wants to end a subscription',
      'Hello, please cancel your subscription mails, I want to unsubscribe from the newsletter.',
    ],
    ['asks about an advertisement', 'I saw your special offer, is shipping included?'],
    ['quotes a newsletter', `Is this offer still good?\n\n> ${footer.replaceAll('\n', '\n> ')}`],
    ['forwards a newsletter', `Is this offer still good?\n\n-----Original Message-----\n${footer}`],
  ])('a person who %s is a person', (_name, text) => {
    expect(signsOf(text)).toBeNull()
  })

  it('an answer is a person’s, whatever stands below it', () => {
    expect(signsOf(footer, { inReplyTo: ['answer@acme.example'] })).toBeNull()
    expect(signsOf(footer, { subject: 'RE : Votre commande' })).toBeNull()
  })
})
