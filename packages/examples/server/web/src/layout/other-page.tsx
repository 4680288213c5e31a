import { lazy, type ReactElement, Suspense } from 'react'
import { useWords } from '../language/language.ts'
import { usePlace } from '../state/location.ts'

// Seldom opened: fetched when they are.
const EndpointsPage = lazy(async () => ({
  default: (await import('../endpoints/endpoints-page.tsx')).EndpointsPage,
}))

/** What takes the place of all conversations. */
export function OtherPage({ className }: { readonly className: string }): ReactElement {
  const words = useWords()
  const { chosen } = usePlace()
  return (
    <Suspense fallback={<p className="p-6 text-center text-muted">{words.app.loading}</p>}>
      <EndpointsPage chosen={chosen} className={className} />
    </Suspense>
  )
}
