import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>
export type DemoLanguage = 'fr' | 'en'

export interface DemoDocument {
  readonly language: DemoLanguage
  readonly title: string
  /** What stands under the title. */
  readonly head: Html
  readonly body: Html
}

/** A page of the demo beside the inbox. It works without scripts. */
export function demoDocument({ language, title, head, body }: DemoDocument): Html {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Guichet</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>${title}</h1>
            ${head}
          </header>
          ${body}
        </main>
      </body>
    </html>`
}

/** The language that was chosen, or that of the visitor. */
export function languageOf(request: Request): DemoLanguage {
  const chosen = new URL(request.url).searchParams.get('lang') ?? request.headers.get('accept-language') ?? ''
  return chosen.startsWith('fr') ? 'fr' : 'en'
}

/** A form's text; empty where there is none. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Says how the last form went. */
export function notice(outcome: { readonly isWell: boolean; readonly text: string } | null): Html | '' {
  if (outcome === null) return ''
  return html`<p role="status" class="${outcome.isWell ? 'well' : 'wrong'}">${outcome.text}</p>`
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
  table { border-collapse: collapse; width: 100%; } th, td { text-align: start; padding: 0.375rem 0.75rem 0.375rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; vertical-align: top; } th { font-weight: 600; }
  .stack { display: grid; gap: 1rem; margin-top: 1rem; } .row { display: flex; flex-wrap: wrap; gap: 0.625rem; align-items: end; } .row .field { flex: 1 1 16rem; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.5rem 0 0; font: 0.8125rem/1.5 ui-monospace, monospace; }
  iframe { width: 100%; height: 28rem; border: 1px solid var(--line); border-radius: 0.375rem; background: #fff; margin-top: 0.5rem; }
  summary { font-size: 1.0625rem; font-weight: 700; cursor: pointer; } ul { margin: 0.5rem 0 0; padding-inline-start: 1.25rem; }
`
