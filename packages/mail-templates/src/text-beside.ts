import { toPlainText } from '@react-email/render'

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']

/** The text of a rendered mail, for those who read no HTML: links with where they lead, headings as they are written. */
export function textBeside(html: string): string {
  return toPlainText(html, {
    selectors: headings.map((selector) => ({ selector, options: { uppercase: false } })),
  })
}
