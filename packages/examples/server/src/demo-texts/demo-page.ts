import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { type DemoWords, demoWords } from './demo-words.ts'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface DemoPageState {
  readonly language: 'fr' | 'en'
  readonly outcome: { readonly isWell: boolean; readonly text: string } | null
}

/** The page on which a visitor of the demo plays the customer. Plain forms: it works without scripts. */
export function demoPage({ language, outcome }: DemoPageState): Html {
  const words = demoWords[language]
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title} · Guichet</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>${words.title}</h1>
            <p>${words.intro}</p>
            <p><a href="/">${words.openInbox}</a> · <a href="?lang=${words.otherLanguage.code}" lang="${words.otherLanguage.code}">${words.otherLanguage.name}</a></p>
          </header>
          ${outcome === null ? '' : html`<p role="status" class="${outcome.isWell ? 'well' : 'wrong'}">${outcome.text}</p>`}
          <div class="cards">${cards(words).map((card) => form(card, language, words))}</div>
        </main>
      </body>
    </html>`
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

const style = html`
  :root { color-scheme: light dark; --line: light-dark(#e3e3de, #2d322f); --muted: light-dark(#5b5f5a, #a5aba5); --accent: light-dark(#0f6b57, #62cfb2); --surface: light-dark(#fff, #1b1e1c); }
  body { margin: 0; background: light-dark(#f4f4f1, #151716); color: light-dark(#1a1c1a, #ebedea); font: 0.875rem/1.45 system-ui, sans-serif; }
  main { max-width: 66rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.375rem; margin: 0 0 0.25rem; } h2 { font-size: 1.0625rem; margin: 0; }
  header p { margin: 0.25rem 0; max-width: 60ch; }
  a { color: var(--accent); }
  .cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); margin-top: 1rem; align-items: start; }
  section { background: var(--surface); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1rem; }
  .hint { color: var(--muted); margin: 0.25rem 0 0.75rem; font-size: 0.8125rem; }
  form { display: flex; flex-direction: column; gap: 0.625rem; }
  .field { display: flex; flex-direction: column; gap: 0.25rem; } label { font-weight: 500; }
  input, textarea, select { font: inherit; color: inherit; background: var(--surface); border: 1px solid light-dark(#8b8e88, #757b76); border-radius: 0.375rem; padding: 0.375rem 0.625rem; box-sizing: border-box; width: 100%; }
  textarea { resize: vertical; field-sizing: content; }
  ::placeholder { color: var(--muted); opacity: 1; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  button { font: inherit; font-weight: 600; border: 1px solid transparent; border-radius: 0.375rem; padding: 0.4375rem 0.75rem; background: var(--accent); color: light-dark(#fff, #07251d); cursor: pointer; }
  .ready { margin-top: 0.5rem; } .ready button { background: transparent; border-color: var(--line); color: inherit; font-weight: 500; }
  [role='status'] { border-radius: 0.5rem; padding: 0.625rem 0.875rem; margin: 1rem 0 0; font-weight: 500; }
  .well { background: light-dark(#e4f1ed, #1d342d); } .wrong { background: light-dark(#fcebe8, #3b211e); color: light-dark(#b0261c, #ff9c8f); }
`
