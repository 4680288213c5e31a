import { displayLink } from '@guichet/core/reply-text'
import type { ReactElement } from 'react'
import { linkParts } from './link-parts.ts'

/** A text as it was written, with its links. */
export function PlainText({ text }: { readonly text: string }): ReactElement {
  return (
    <p className="w-full max-w-[72ch] wrap-anywhere whitespace-pre-wrap">
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
            {displayLink(part.text)}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  )
}
