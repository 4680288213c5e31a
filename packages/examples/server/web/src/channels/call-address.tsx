import type { ReactElement } from 'react'
import type { IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { CopyField } from '../ui/copy-field.tsx'

/** Where the other side must call this channel. */
export function CallAddress({ integration }: { readonly integration: IntegrationView }): ReactElement | null {
  const words = useWords().channels
  const { webhook } = integration
  if (webhook === null) return null
  const { path, sharedPath } = webhook
  const { label, hint } = sharedPath === null ? words.own : words.shared
  return (
    <section aria-label={words.addressTitle} className="flex flex-col gap-1">
      <CopyField label={label} hint={hint} value={location.origin + (sharedPath ?? path)} />
      <p className="text-muted text-small">{words.publicHint}</p>
    </section>
  )
}
