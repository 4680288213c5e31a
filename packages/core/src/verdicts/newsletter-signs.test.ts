import { describe, expect, it } from 'vitest'
import type { ParsedMessage } from '../ports/channel.ts'
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

  it.each<[string, Partial<ParsedMessage>, string]>([
    ['a platform', { headers: new Map([['x-sg-eid', ['abc']]]) }, 'x-sg-eid: abc'],
    ['a mailer', { headers: new Map([['x-mailer', ['MailChimp Mailer']]]) }, 'x-mailer: MailChimp Mailer'],
    ['its subject', { subject: 'Infolettre de novembre' }, 'subject: Infolettre de novembre'],
    ['a bulk sender', { from: { name: '', address: 'promo@shop.example' } }, 'from: promo@shop.example'],
  ])('%s adds to what the text says, and is nothing alone', (_name, changes, sign) => {
    const opening = 'Découvrez nos farines de saison. '.repeat(20)
    const text = `${opening}\n\nPour ne plus recevoir nos nouvelles, écrivez-nous.`
    expect(signsOf(text)).toBeNull()
    expect(signsOf(text, changes)).toEqual(['the text says how to unsubscribe', sign])
    expect(signsOf(opening, changes)).toBeNull()
  })

  it('links that count who clicks add to what the text says', () => {
    const text = `${'Découvrez nos farines. '.repeat(20)}\nVoir : https://click.shop.example/a?utm_source=mail\nSe désabonner`
    expect(signsOf(text)).toEqual(['the text says how to unsubscribe', 'its links are tracked'])
  })

  it.each([
    [
      'a company’s signature',
      'Bonjour,\n\nje voudrais commander deux gâteaux pour samedi.\n\nClaire Petit\n-- \nPetit SARL\nMentions légales : petit.example\nGérer vos préférences · Se désabonner de notre newsletter',
    ],
    [
      'an older mail without marks of a quote',
      'Hello,\n\nis this offer still good? I would like two.\n\nClaire\n\nOn Mon, Nov 2, 2026 at 8:00 AM Shop <hello@shop.example> wrote:\n\n'.concat(
        footer,
      ),
    ],
  ])('%s below a person’s words is not counted', (_what, text) => {
    expect(signsOf(text)).toBeNull()
  })

  it('an answer is a person’s, whatever stands below it', () => {
    expect(signsOf(footer, { inReplyTo: ['answer@acme.example'] })).toBeNull()
    expect(signsOf(footer, { subject: 'RE : Votre commande' })).toBeNull()
  })
})
