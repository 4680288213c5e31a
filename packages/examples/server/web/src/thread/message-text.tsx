import { type ReplyPart, splitReply } from '@guichet/core/reply-text'
import { type ReactElement, useMemo, useState } from 'react'
import { useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'
import { linkParts } from './link-parts.ts'

/** What a message says: the reply, its signature in grey, what it quotes folded away. */
export function MessageText({ text }: { readonly text: string }): ReactElement {
  const words = useWords().thread
  const parts = useMemo(() => shownParts(text), [text])
  if (text.trim() === '') return <p className="text-muted italic">{words.noText}</p>
  return (
    <div className="flex flex-col gap-2 text-body">
      {parts.map((part, index) =>
        part.kind === 'quote' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a stored message never move
          <Quote key={index} text={part.text} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a stored message never move
          <div key={index} className={part.kind === 'signature' ? 'text-muted' : undefined}>
            <Plain text={part.text.replace(/^\n+/, '').trimEnd()} />
          </div>
        ),
      )}
    </div>
  )
}

/** The parts with something in them; a message in which nothing was written is shown as it is. */
function shownParts(text: string): readonly ReplyPart[] {
  const { reply, closing, parts } = splitReply(text)
  if (`${reply}${closing}`.trim() === '') return [{ kind: 'reply', text }]
  return parts.filter((part) => part.text.trim() !== '')
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
