import { createElement, type ReactNode } from 'react'

/** Node runs this file as it is, and knows no JSX; with a build step, all of it would be written as JSX. */
export const h = createElement

const font = { fontFamily: 'Helvetica, Arial, sans-serif', color: '#2b2118' }
const sheet = { ...font, margin: '0 auto', maxWidth: '560px', padding: '24px', backgroundColor: '#ffffff' }
export const text = { fontSize: '16px', lineHeight: '24px', margin: '0 0 16px' }
const small = { ...text, fontSize: '13px', lineHeight: '20px', color: '#6b5d4f', margin: '24px 0 0' }
const button = {
  ...{ display: 'inline-block', padding: '12px 20px', borderRadius: '6px', textDecoration: 'none' },
  ...{ fontSize: '16px', color: '#ffffff', backgroundColor: '#8a3b12' },
}

interface LetterProps {
  readonly language: string
  /** What lists of mail show beside the subject. */
  readonly preview: string
  readonly title: string
  readonly footer: string
  readonly children?: ReactNode
}

/** The sheet that every mail of the bakery is written on. */
export function Letter({ language, preview, title, footer, children }: LetterProps): ReactNode {
  return h(
    'html',
    { lang: language },
    h('head', null, h('meta', { charSet: 'utf-8' }), h('title', null, title)),
    h(
      'body',
      { style: { margin: 0, padding: '24px 0', backgroundColor: '#f6f1ea' } },
      h('div', { 'data-skip-in-text': 'true', style: { display: 'none' } }, preview),
      h(
        'div',
        { style: sheet },
        h('h1', { style: { ...font, fontSize: '22px', margin: '0 0 16px' } }, title),
        children,
        h('p', { style: small }, footer),
      ),
    ),
  )
}

export function Button({
  href,
  children,
}: {
  readonly href: string
  readonly children?: ReactNode
}): ReactNode {
  return h('p', { style: text }, h('a', { href, style: button }, children))
}
