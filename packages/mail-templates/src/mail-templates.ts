import { GuichetError, type MailTemplates, type RenderedMail } from '@guichet/core'
import { render } from '@react-email/render'
import type { ReactNode } from 'react'
// React and its renderer choose by NODE_ENV what they are, each when it is loaded: loaded later, the renderer would fail in
// a process whose build tool has changed it meanwhile.
import 'react-dom/server'
import type { z } from 'zod'
import { checkData } from './check-data.ts'
import { chooseLanguage } from './choose-language.ts'
import { subjectLine } from './subject-line.ts'
import { textBeside } from './text-beside.ts'

/** One mail of the host application. Whatever stands in `data` is text: React escapes it. */
export interface MailTemplate<Data, Language extends string> {
  /** What the mail is filled with; checked before anything is rendered. */
  readonly schema: z.ZodType<Data>
  readonly subject: (data: Data, language: Language) => string
  /** Its `style` attributes are what every mail program reads; a `<style>` element is not. */
  readonly body: (data: Data, language: Language) => ReactNode
}

/**
 * The templates of an inbox, by name, for `createInbox`. The first language is for everybody who reads none of them.
 * The text beside the HTML is made from it, without what has the attribute `data-skip-in-text`.
 */
export function mailTemplates<const Language extends string, Datas extends object>(
  languages: readonly [Language, ...Language[]],
  templates: { readonly [Name in keyof Datas]: MailTemplate<Datas[Name], Language> },
): MailTemplates {
  const isName = (name: string): name is keyof Datas & string => Object.hasOwn(templates, name)
  return {
    async render(name, data, { language }) {
      if (!isName(name)) throw noSuchTemplate(name, Object.keys(templates))
      return fill(templates[name], data, chooseLanguage(language, languages))
    },
  }
}

async function fill<Data, Language extends string>(
  template: MailTemplate<Data, Language>,
  data: unknown,
  language: Language,
): Promise<RenderedMail> {
  const checked = await checkData(template.schema, data)
  const html = await render(template.body(checked, language))
  return { subject: subjectLine(template.subject(checked, language)), html, text: textBeside(html) }
}

function noSuchTemplate(name: string, names: readonly string[]): GuichetError {
  const known = names.length === 0 ? 'none' : names.join(', ')
  return new GuichetError(
    'invalid-input',
    `there is no template “${name.slice(0, 100)}”; there are: ${known}`,
    {
      field: 'template',
    },
  )
}
