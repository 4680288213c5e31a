import { type ReactElement, useId } from 'react'
import { useWords } from '../language/language.ts'
import type { FormKind } from './channel-kinds.ts'

interface Props {
  readonly kind: FormKind
  readonly asksSecrets: boolean
  readonly onChange: (asksSecrets: boolean) => void
}

/** Secrets are never shown again; who wants others gives all of them anew. */
export function ReplaceSecrets({ kind, asksSecrets, onChange }: Props): ReactElement {
  const words = useWords().channels
  const hintId = useId()
  const { label, hint } = kind === 'webhook' ? words.remakeSecret : words.replaceSecrets
  return (
    <div>
      <label className="flex items-center gap-2.5 font-medium">
        <input
          type="checkbox"
          className="size-4"
          checked={asksSecrets}
          aria-describedby={hintId}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      <p id={hintId} className="pl-6.5 text-muted text-small">
        {hint}
      </p>
    </div>
  )
}
