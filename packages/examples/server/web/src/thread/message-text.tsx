import { type ReplyPart, splitReply } from '@guichet/core/reply-text'
import { type ReactElement, type ReactNode, useMemo, useState } from 'react'
import { useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'
import { PlainText } from './plain-text.tsx'

/** What a message says: the reply; its signature and what it quotes folded away, and all of it one click away. */
export function MessageText({ text }: { readonly text: string }): ReactElement {
  const words = useWords()
  const [isWhole, setWhole] = useState(false)
  const parts = useMemo(() => shownParts(text), [text])
  if (text.trim() === '') return <p className="text-muted italic">{words.thread.noText}</p>
  const hasFolded = parts.some(({ kind }) => kind === 'quote' || kind === 'signature')
  return (
    <div className="flex flex-wrap items-center gap-2 text-body">
      {isWhole ? (
        <PlainText text={text.trimEnd()} />
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a stored message never move
        parts.map((part, index) => <Part key={index} part={part} />)
      )}
      {hasFolded && (
        <button type="button" aria-pressed={isWhole} onClick={() => setWhole(!isWhole)} className={quiet}>
          {isWhole ? words.content.replyOnly : words.content.wholeText}
        </button>
      )}
    </div>
  )
}

const quiet =
  'inline-flex min-h-6 items-center rounded-md px-1 text-muted text-small underline decoration-dotted underline-offset-2 hover:text-ink'

/** The parts with something in them; a message in which nothing was written is shown as it is. */
function shownParts(text: string): readonly ReplyPart[] {
  const { hasReply, parts } = splitReply(text)
  if (!hasReply) return [{ kind: 'reply', text }]
  return parts.filter((part) => part.text.trim() !== '')
}

function Part({ part }: { readonly part: ReplyPart }): ReactElement {
  const words = useWords()
  const text = part.text.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd()
  if (part.kind === 'quote') {
    return (
      <Fold show={words.thread.showQuote} hide={words.thread.hideQuote}>
        <blockquote className="border-line border-l-2 pl-3 text-base text-muted">
          <PlainText text={text.replace(/^> ?/gm, '')} />
        </blockquote>
      </Fold>
    )
  }
  if (part.kind === 'signature') {
    return (
      <Fold show={words.content.showSignature} hide={words.content.hideSignature}>
        <div className="text-base text-muted">
          <PlainText text={text} />
        </div>
      </Fold>
    )
  }
  return <PlainText text={text} />
}

interface FoldProps {
  readonly show: string
  readonly hide: string
  readonly children: ReactNode
}

function Fold({ show, hide, children }: FoldProps): ReactElement {
  const [open, setOpen] = useState(false)
  return (
    // Side by side while closed, a line of its own when open.
    <div className={open ? 'w-full' : undefined}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="inline-flex min-h-6 items-center gap-1 rounded-md border bg-canvas px-2 text-muted text-small hover:text-ink"
      >
        <Icon name="chevron" className={`size-3.5 transition-transform ${open ? 'rotate-180' : ''}`} />
        {open ? hide : show}
      </button>
      {open && <div className="mt-2">{children}</div>}
    </div>
  )
}
