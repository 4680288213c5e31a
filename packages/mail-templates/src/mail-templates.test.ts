import { isGuichetError } from '@guichet/core'
import { createElement as h } from 'react'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { mailTemplates } from './mail-templates.ts'

const words = {
  en: { thanks: 'Thank you', see: 'See the order' },
  fr: { thanks: 'Merci', see: 'Voir la commande' },
}

const templates = mailTemplates(['en', 'fr'], {
  'order-confirmed': {
    schema: z.object({
      customer: z.string(),
      link: z.url().default('https://shop.example/orders/7'),
      lines: z.array(z.object({ name: z.string(), price: z.number() })).default([]),
    }),
    subject: ({ customer }, language) => `${words[language].thanks}, ${customer}`,
    body: ({ customer, link, lines }, language) =>
      h(
        'html',
        { lang: language },
        h('head', null, h('title', null, 'Bakery')),
        h(
          'body',
          null,
          h('div', { 'data-skip-in-text': 'true', style: { display: 'none' } }, 'Shown in lists only'),
          h('h1', { style: { color: '#8a3b12' } }, `${words[language].thanks}, ${customer}`),
          lines.map((line) => h('p', { key: line.name }, `${line.name}: ${line.price} €`)),
          h('p', null, h('a', { href: link, title: customer }, words[language].see)),
        ),
      ),
  },
  broken: {
    schema: z.unknown(),
    subject: () => 'Broken',
    body: () =>
      h(() => {
        throw new Error('a component that fails')
      }),
  },
})

function confirmed(data: unknown, language: string | null = null) {
  return templates.render('order-confirmed', data, { language })
}

async function refusal(rendering: Promise<unknown>) {
  const error = await rendering.catch((thrown: unknown) => thrown)
  if (!isGuichetError(error)) throw new Error('it was not refused')
  const { code, field, message } = error
  return { code, field, message }
}

describe('mailTemplates', () => {
  it('renders subject, HTML with its styles inline, and the text beside it', async () => {
    const { subject, html, text } = await confirmed({
      customer: 'Zoé',
      lines: [{ name: 'Fraisier', price: 42 }],
    })
    expect(subject).toBe('Thank you, Zoé')
    expect(html).toMatch(/^<!DOCTYPE html[^>]*><html lang="en">/)
    expect(html).toContain('<h1 style="color:#8a3b12">Thank you, Zoé</h1>')
    expect(text).toBe('Thank you, Zoé\n\nFraisier: 42 €\n\nSee the order https://shop.example/orders/7')
  })

  it('speaks the language that is asked for, else the first of the templates', async () => {
    expect((await confirmed({ customer: 'Zoé' }, 'fr-CA')).subject).toBe('Merci, Zoé')
    expect((await confirmed({ customer: 'Zoé' }, 'fr-CA')).html).toContain('<html lang="fr">')
    expect((await confirmed({ customer: 'Zoé' }, 'de')).subject).toBe('Thank you, Zoé')
  })

  it('shows what a customer calls himself as text, whatever it is', async () => {
    const customer = '<script>alert(1)</script><img src=x onerror=alert(1)>" onclick="x'
    const { html, text } = await confirmed({ customer })
    expect(html).not.toMatch(/<script|<img|" onclick/)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).toContain('Thank you, <script>alert(1)</script>')
  })

  it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', '\u0001javascript:alert(1)'])(
    'makes no link of %j',
    async (link) => {
      const linked = mailTemplates(['en'], {
        link: { schema: z.string(), subject: () => '', body: (href) => h('a', { href }, 'here') },
      })
      expect((await linked.render('link', link, { language: null })).html).not.toContain('alert(1)')
    },
  )

  it.each(['\r\n', '\n', '\r', '\u2028', '\u2029', '\u0085', '\u000b', '\0', '\t'])(
    'keeps %j in data out of the header lines',
    async (breaking) => {
      const { subject } = await confirmed({ customer: `Zoé${breaking}Bcc: victim@elsewhere.example` })
      expect(subject).toBe('Thank you, Zoé Bcc: victim@elsewhere.example')
    },
  )

  it('names the field of data that does not fit', async () => {
    const lines = [{ name: 'Fraisier', price: 'much' }]
    expect(await refusal(confirmed({ customer: 'Zoé', lines }))).toMatchObject({
      code: 'invalid-input',
      field: 'data.lines.0.price',
      message: expect.stringMatching(/^data\.lines\.0\.price: .*number/),
    })
    expect(await refusal(confirmed(null))).toMatchObject({ code: 'invalid-input', field: 'data' })
  })

  it('names the templates that there are when asked for another', async () => {
    expect(await refusal(templates.render('invoice', {}, { language: null }))).toEqual({
      code: 'invalid-input',
      field: 'template',
      message: 'there is no template “invoice”; there are: order-confirmed, broken',
    })
  })

  it.each(['constructor', '__proto__', 'toString', ''])('has no template %j', async (name) => {
    expect((await refusal(templates.render(name, {}, { language: null }))).code).toBe('invalid-input')
  })

  it('fails as the template fails, and sends nothing half rendered', async () => {
    await expect(templates.render('broken', {}, { language: null })).rejects.toThrow('a component that fails')
  })
})
