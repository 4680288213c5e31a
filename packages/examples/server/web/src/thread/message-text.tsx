import { type ReactElement, useState } from 'react'
import { useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'
import { linkParts } from './link-parts.ts'
import { splitQuotes } from './quotes.ts'

/** What a message says; long quotes are folded away. */
export function MessageText({ text }: { readonly text: string }): ReactElement {
  const words = useWords().thread
  if (text.trim() === '') return <p className="text-muted italic">{words.noText}</p>
  return (
    <div className="flex flex-col gap-2 text-body">
      {splitQuotes(text).map((part, index) =>
        part.kind === 'quote' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a stored message never move
          <Quote key={index} text={part.text} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a stored message never move
          <Plain key={index} text={part.text.replace(/^\n+|\s+$/g, '')} />
        ),
      )}
    </div>
  )
}

function Quote({ text }: { readonly text: string }): ReactElement {
  const words = useWords().thread
  const [open, setOpen] = useState(false)
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="inline-flex min-h-6 items-center gap-1 rounded-md border bg-canvas px-2 text-muted text-small hover:text-ink"
      >
        <Icon name="chevron" className={`size-3.5 transition-transform ${open ? 'rotate-180' : ''}`} />
        {open ? words.hideQuote : words.showQuote}
      </button>
      {open && (
        <blockquote className="mt-2 border-line border-l-2 pl-3 text-base text-muted">
          <Plain text={text.replace(/^> ?/gm, '')} />
        </blockquote>
      )}
    </div>
  )
}

function Plain({ text }: { readonly text: string }): ReactElement {
  return (
    <p className="max-w-[72ch] wrap-anywhere whitespace-pre-wrap">
      {linkParts(text).map((part, index) =>
        part.isLink ? (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a stored message never move
            key={index}
            href={part.text}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent underline decoration-1 underline-offset-2"
          >
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  )
}
