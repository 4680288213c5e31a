import type { ReactElement } from 'react'
import type { Medium } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Icon } from './icon.tsx'

/** The sign of a channel, with its name for those who point at it or hear it. */
export function MediumIcon({ medium }: { readonly medium: Medium }): ReactElement {
  const name = useWords().list.media[medium]
  return (
    <span title={name} className="inline-flex shrink-0 self-center text-muted">
      <Icon name={medium} className="size-3.5" />
      <span className="sr-only">{name}</span>
    </span>
  )
}
