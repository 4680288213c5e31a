import { type ReactElement, useId, useRef, useState } from 'react'
import { useWords } from '../language/language.ts'
import { announce } from '../state/notices.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

interface Props {
  readonly label: string
  readonly hint?: string
  readonly value: string
}

/** A value to take elsewhere: an address, a secret. */
export function CopyField({ label, hint, value }: Props): ReactElement {
  const words = useWords().app
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    // Without HTTPS browsers offer no clipboard: then the value is selected, one key away from being copied.
    field.current?.select()
    await navigator.clipboard?.writeText(value)
    setCopied(navigator.clipboard !== undefined)
    announce(words.copied)
  }
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          ref={field}
          id={id}
          readOnly
          value={value}
          spellCheck={false}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onFocus={(event) => event.target.select()}
          className="min-h-8 w-full min-w-0 rounded-md border bg-canvas px-2.5 py-1 font-mono text-small"
        />
        <Button aria-label={`${isCopied ? words.copied : words.copy} : ${label}`} onClick={() => void copy()}>
          <Icon name={isCopied ? 'check' : 'copy'} className={isCopied ? 'text-accent' : 'text-muted'} />
          {isCopied ? words.copied : words.copy}
        </Button>
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-muted text-small">
          {hint}
        </p>
      )}
    </div>
  )
}
