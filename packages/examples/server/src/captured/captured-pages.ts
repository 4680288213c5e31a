import type { Address } from '@guichet/core'
import { html } from 'hono/html'
import { type DemoLanguage, demoDocument, type Html, notice } from '../demo-document.ts'
import type { CapturedMail } from './captured-mails.ts'
import { capturedWords } from './captured-words.ts'
import type { ReadMail } from './read-captured.ts'

/** Where captured mail is shown. */
export const capturedPath = '/demo/mail'

export interface ShownMail {
  readonly mail: CapturedMail
  readonly read: ReadMail
}

export interface CapturedList {
  readonly language: DemoLanguage
  readonly mails: readonly ShownMail[]
  readonly outcome: { readonly isWell: boolean; readonly text: string } | null
}

/** All that was captured, and how to send something. */
export function capturedListPage({ language, mails, outcome }: CapturedList): Html {
  const words = capturedWords[language]
  const { columns } = words
  const line = ({ mail, read }: ShownMail) => html`<tr>
      <td><a href="${capturedPath}/${mail.id}?lang=${language}">${read.subject || words.noSubject}</a></td>
      <td>${read.from === null ? '' : named(read.from)}</td>
      <td>${mail.recipients.join(', ')}</td>
      <td>${timeOf(mail, language)}</td>
    </tr>`
  return demoDocument({
    language,
    title: words.title,
    head: html`<p>${words.intro}</p>
      <p><a href="/">${words.openInbox}</a> · <a href="${capturedPath}?lang=${language}">${words.refresh}</a> · ${otherLanguage(language, capturedPath)}</p>`,
    body: html`${notice(outcome)}
      <div class="stack">
        <section aria-labelledby="test-title">
          <h2 id="test-title">${words.test}</h2>
          <form method="post" action="${capturedPath}/test?lang=${language}" class="row">
            <div class="field"><label for="to">${words.testTo}</label><input id="to" name="to" type="email" value="claire@client.example" required autocomplete="off" /></div>
            <button>${words.send}</button>
          </form>
        </section>
        <section aria-label="${words.title}">
          ${
            mails.length === 0
              ? html`<p class="hint">${words.none}</p>`
              : html`<table>
            <thead><tr>${[columns.subject, columns.from, columns.to, columns.at].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
            <tbody>${mails.map(line)}</tbody>
          </table>`
          }
        </section>
      </div>`,
  })
}

/** One mail: how it looks, its text, its headers, its files. */
export function capturedMailPage(language: DemoLanguage, { mail, read }: ShownMail): Html {
  const words = capturedWords[language]
  const path = `${capturedPath}/${mail.id}`
  const title = read.subject || words.noSubject
  return demoDocument({
    language,
    title,
    head: html`<p><a href="${capturedPath}?lang=${language}">${words.back}</a> · ${otherLanguage(language, path)}</p>`,
    body: html`<div class="stack">
        <section>${facts(language, { mail, read })}<p><a href="${path}/raw" download>${words.raw}</a></p></section>
        ${part('html', words.html, read.html === null ? html`<p class="hint">${words.noHtml}</p>` : frame(words.htmlFrame(title), read.html))}
        ${part('text', words.text, read.text === '' ? html`<p class="hint">${words.noText}</p>` : html`<pre>${read.text}</pre>`)}
        ${part('files', words.files, files(path, read, words.noFiles))}
        <section><details><summary>${words.headers}</summary><pre>${read.headers}</pre></details></section>
      </div>`,
  })
}

function part(id: string, title: string, content: Html): Html {
  return html`<section aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${content}</section>`
}

function facts(language: DemoLanguage, { mail, read }: ShownMail): Html {
  const { fields } = capturedWords[language]
  const lines = [
    [fields.from, read.from === null ? '' : named(read.from)],
    [fields.to, read.to.map(named).join(', ')],
    [fields.cc, read.cc.map(named).join(', ')],
    [fields.bcc, read.bcc.join(', ')],
    [fields.at, timeOf(mail, language)],
  ]
  const shown = lines.filter(([, value]) => value !== '')
  return html`<table><tbody>${shown.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`
}

/** Nothing runs in it, nothing is loaded from elsewhere, and it has no origin of ours. */
const framePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"

function frame(title: string, shown: string): Html {
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${framePolicy}">${shown}`
  return html`<iframe title="${title}" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" srcdoc="${page}"></iframe>`
}

function files(path: string, { attachments }: ReadMail, none: string): Html {
  if (attachments.length === 0) return html`<p class="hint">${none}</p>`
  return html`<ul>${attachments.map(({ name, contentType, size }, index) => html`<li><a href="${path}/files/${index}" download>${name}</a> (${contentType}, ${size} B)</li>`)}</ul>`
}

function otherLanguage(language: DemoLanguage, path: string): Html {
  const { code, name } = capturedWords[language].otherLanguage
  return html`<a href="${path}?lang=${code}" lang="${code}">${name}</a>`
}

function named({ name, address }: Address): string {
  return name === '' ? address : `${name} <${address}>`
}

function timeOf({ at }: CapturedMail, language: DemoLanguage): string {
  return at.toLocaleTimeString(language === 'fr' ? 'fr-FR' : 'en-GB')
}
