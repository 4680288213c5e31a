import { describe, expect, it } from 'vitest'
import { bakeryTemplates } from './bakery-templates.ts'

const order = {
  customer: 'Zoé & Léo <script>alert(1)</script>',
  order: 'M-104',
  pickup: '2026-11-28T09:30:00+01:00',
  lines: [{ name: 'Fraisier', quantity: 2, cents: 2_150 }],
  link: 'https://boulangerie-martin.example/orders/104?a=1&b=2',
}

describe('mail of the bakery', () => {
  it('confirms an order in French unless told, with a text beside the HTML', async () => {
    const mail = await bakeryTemplates.render('order-confirmed', order, { language: null })
    expect(mail.subject).toBe('Votre commande M-104 est confirmée')
    expect(mail.html).toContain('<html lang="fr">')
    expect(mail.html).toContain('Zoé &amp; Léo &lt;script&gt;')
    expect(
      mail.text
        ?.replace(/\p{Zs}/gu, ' ')
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual([
      'Votre commande M-104 est confirmée',
      'Bonjour Zoé & Léo <script>alert(1)</script>,',
      'Merci pour votre commande. Elle sera prête le samedi 28 novembre à 09:30.',
      '2 × Fraisier · 43,00 €',
      'Total · 43,00 €',
      'Voir la commande https://boulangerie-martin.example/orders/104?a=1&b=2',
      'Boulangerie Martin. Une question ? Répondez simplement à ce message.',
    ])
  })

  it('reminds in English whoever asks for it', async () => {
    const mail = await bakeryTemplates.render('pickup-reminder', order, { language: 'en-GB' })
    expect(mail.subject).toMatch(/^Your order is waiting for you on Saturday,? 28 November at 09:30$/)
    expect(mail.text).toContain('A short reminder')
  })

  it('names the field that a mail cannot be made of', async () => {
    const wrong = bakeryTemplates.render(
      'pickup-reminder',
      { ...order, link: 'javascript:alert(1)' },
      { language: null },
    )
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-input', field: 'data.link' })
  })
})
