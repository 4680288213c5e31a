import { type ReactElement, useState } from 'react'
import type { Mail } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { HtmlFrame } from '../thread/html-frame.tsx'
import { PlainText } from '../thread/plain-text.tsx'

/** What a mail says: as it is laid out, in a frame without scripts or pictures of others, or its text. */
export function MailContent({ mail }: { readonly mail: Mail }): ReactElement {
  const words = useWords().mails
  const hasHtml = mail.html !== ''
  const [isFormatted, setFormatted] = useState(hasHtml)
  return (
    <section aria-labelledby="mail-content" className="flex flex-col gap-2 pb-6">
      <header className="flex items-center gap-3">
        <h3 id="mail-content" className="flex-1 font-semibold text-body">
          {words.content}
        </h3>
        {hasHtml && (
          <button
            type="button"
            aria-pressed={isFormatted}
            onClick={() => setFormatted(!isFormatted)}
            className="min-h-6 rounded-md px-1 text-muted text-small underline decoration-dotted underline-offset-2 hover:text-ink"
          >
            {isFormatted ? words.showText : words.showHtml}
          </button>
        )}
      </header>
      {isFormatted ? (
        <HtmlFrame html={mail.html} remoteImages="blocked" title={words.frame} />
      ) : (
        <div className="rounded-xl border bg-surface px-4 py-3 text-body">
          <PlainText text={mail.text.trimEnd()} />
        </div>
      )}
    </section>
  )
}
