import { html } from 'hono/html'
import { type DemoLanguage, demoDocument, type Html, notice } from '../demo-document.ts'
import { type DemoWords, demoWords } from './demo-words.ts'

export interface DemoPageState {
  readonly language: DemoLanguage
  readonly outcome: { readonly isWell: boolean; readonly text: string } | null
}

/** The page on which a visitor of the demo plays the customer. Plain forms: it works without scripts. */
export function demoPage({ language, outcome }: DemoPageState): Html {
  const words = demoWords[language]
  return demoDocument({
    language,
    title: words.title,
    head: html`<p>${words.intro}</p>
      <p><a href="/">${words.openInbox}</a> · <a href="/demo/mail?lang=${language}">${words.capturedMail}</a> · <a href="?lang=${words.otherLanguage.code}" lang="${words.otherLanguage.code}">${words.otherLanguage.name}</a></p>`,
    body: html`${notice(outcome)}
      <div class="cards">${cards(words).map((card) => form(card, language, words))}</div>`,
  })
}

interface Card {
  readonly id: string
  readonly title: string
  readonly hint: string
  readonly channel: string
  readonly kinds: readonly (readonly [value: string, label: string])[]
  readonly texts: readonly (readonly [label: string, text: string])[]
  readonly asksName: boolean
  readonly from: { readonly label: string; readonly placeholder: string }
}

function cards(words: DemoWords): readonly Card[] {
  const phone = (placeholder: string) => ({ label: words.number, placeholder })
  return [
    {
      ...{ id: 'sms', title: 'SMS', hint: words.smsHint, channel: 'sms', kinds: [], asksName: false },
      from: phone('+33 6 12 34 56 78'),
      texts: words.smsTexts,
    },
    {
      ...{ id: 'whatsapp', title: 'WhatsApp', hint: words.whatsappHint, channel: 'whatsapp', asksName: true },
      kinds: [
        ['text', words.kinds.text],
        ['photo', words.kinds.photo],
        ['place', words.kinds.place],
      ],
      from: phone('+33 6 87 65 43 21'),
      texts: words.whatsappTexts,
    },
    {
      ...{
        id: 'form',
        title: words.form,
        hint: words.formHint,
        channel: 'webhook',
        kinds: [],
        asksName: true,
      },
      from: { label: words.mail, placeholder: 'paul.girard@client.example' },
      texts: words.formTexts,
    },
  ]
}

function form(card: Card, language: string, words: DemoWords): Html {
  const { id, title, hint, channel, kinds, texts, asksName, from } = card
  const [first] = texts
  return html`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    <p class="hint">${hint}</p>
    <form method="post" action="/demo?lang=${language}">
      <input type="hidden" name="channel" value="${channel}" />
      ${field(`${id}-from`, from.label, (name) => html`<input id="${name}" name="from" placeholder="${from.placeholder}" autocomplete="off" />`)}
      ${asksName ? field(`${id}-name`, words.name, (name) => html`<input id="${name}" name="name" placeholder="${words.usualName}" autocomplete="off" />`) : ''}
      ${kinds.length === 0 ? '' : field(`${id}-kind`, words.kind, (name) => html`<select id="${name}" name="kind">${kinds.map(([value, label]) => html`<option value="${value}">${label}</option>`)}</select>`)}
      ${field(`${id}-text`, words.text, (name) => html`<textarea id="${name}" name="text" rows="3" required>${first?.[1] ?? ''}</textarea>`)}
      <button>${words.send}</button>
    </form>
    ${texts.slice(1).map(([label, text]) => html`<form method="post" action="/demo?lang=${language}" class="ready"><input type="hidden" name="channel" value="${channel}" /><input type="hidden" name="text" value="${text}" /><button>${label}</button></form>`)}
  </section>`
}

function field(id: string, label: string, control: (id: string) => Html): Html {
  return html`<div class="field"><label for="${id}">${label}</label>${control(id)}</div>`
}
