import type { ReactElement } from 'react'

const paths = {
  inbox: 'M2.5 9.5 4 3.5h8l1.5 6v3h-11zM2.5 9.5h3.2l.8 1.5h3l.8-1.5h3.2',
  newsletters: 'M2.5 3.5h9v9h-9zM11.5 6h2v5a1.5 1.5 0 0 1-1.5 1.5M4.8 6.2h4.4M4.8 8.2h4.4M4.8 10.2h2.4',
  automatic: 'M9 1.8 3.5 9h4l-.5 5.2L12.5 7h-4z',
  folder: 'M2 4.2c0-.4.3-.7.7-.7h3.1l1.4 1.6h6.1c.4 0 .7.3.7.7v6.5c0 .4-.3.7-.7.7H2.7a.7.7 0 0 1-.7-.7z',
  all: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  plus: 'M8 3v10M3 8h10',
  sync: 'M13.2 6.5A5.4 5.4 0 0 0 3.4 5.4M3 2.6v3h3M2.8 9.5a5.4 5.4 0 0 0 9.8 1.1M13 13.4v-3h-3',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  chevron: 'm4.5 6 3.5 3.5L11.5 6',
  close: 'm4 4 8 8M12 4l-8 8',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  flag: 'M4 14V2.8M4 3.2h7.6l-1.6 2.9L11.6 9H4',
  clip: 'M12.8 7.4 8 12.2a3 3 0 0 1-4.3-4.3l5-5a2 2 0 0 1 2.9 2.9l-4.9 5a1 1 0 0 1-1.5-1.5l4.5-4.5',
  download: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.2h10',
  warning: 'M8 2.2 14.4 13H1.6zM8 6.4v3M8 11.2v.1',
  clock: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M8 4.8V8l2.2 1.6',
  help: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.2M8 11.2v.1',
  settings: 'M2.5 4.8h6M11.5 4.8h2M10 3.3v3M2.5 11.2h2M7.5 11.2h6M6 9.7v3',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  more: 'M3.6 8h.1M8 8h.1M12.4 8h.1',
  edit: 'M10.8 2.8 13.2 5.2 5.4 13H3v-2.4z',
  move: 'M2 4.2c0-.4.3-.7.7-.7h3.1l1.4 1.6h6.1c.4 0 .7.3.7.7v6.5c0 .4-.3.7-.7.7H2.7a.7.7 0 0 1-.7-.7zM6 9h4M8.4 7.2 10.2 9l-1.8 1.8',
  message: 'M2.5 3.5h11v7.5h-6L4.5 13.5V11h-2z',
  email:
    'M2 4.2c0-.4.3-.7.7-.7h10.6c.4 0 .7.3.7.7v7.6c0 .4-.3.7-.7.7H2.7a.7.7 0 0 1-.7-.7zM2.3 4.5 8 8.8l5.7-4.3',
  sms: 'M2.5 3h11v8h-6l-3 2.5V11h-2zM5.2 7h.1M8 7h.1M10.8 7h.1',
  whatsapp:
    'M2.4 13.6l.8-2.9A5.8 5.8 0 1 1 5.4 13zM6 5.4c-.5.8.1 2 1.1 3s2.2 1.6 3 1.1l.1-.9-1.2-.6-.7.6c-.6-.2-1.1-.7-1.4-1.4l.6-.7L6.9 5.2z',
  webhook:
    'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M2 8h12M8 2c2 1.6 2.6 3.8 2.6 6S10 12.4 8 14M8 2C6 3.6 5.4 5.8 5.4 8s.6 4.4 2.6 6',
  key: 'M9.5 2.5a4 4 0 1 1-1.3 7.8L7 11.5H5.5V13H4v1.5H2V12l4-4A4 4 0 0 1 9.5 2.5M10.5 5.4h.1',
  copy: 'M5.5 5.5h7.5v8H5.5zM3 10.5v-8h7.5',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.2 4.5l.6 9h6.4l.6-9',
} as const

export type IconName = keyof typeof paths

/** A drawing beside a text; it never carries meaning alone, so it is hidden from screen readers. */
export function Icon({
  name,
  className = '',
}: {
  readonly name: IconName
  readonly className?: string
}): ReactElement {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2 : 1.35}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`size-4 shrink-0 ${className}`}
    >
      <path d={paths[name]} />
    </svg>
  )
}
