import { type ComponentType, lazy, type ReactElement, Suspense } from 'react'
import { useWords } from '../language/language.ts'
import { type OtherName, usePlace } from '../state/location.ts'

interface PageProps {
  readonly chosen: string
  readonly className: string
}

// Seldom opened: fetched when they are.
const pages: Readonly<Record<OtherName, ComponentType<PageProps>>> = {
  endpoints: lazy(async () => {
    const { EndpointsPage } = await import('../endpoints/endpoints-page.tsx')
    return { default: EndpointsPage }
  }),
  deliverability: lazy(async () => {
    const { DeliverabilityPage } = await import('../deliverability/deliverability-page.tsx')
    return { default: DeliverabilityPage }
  }),
  mails: lazy(async () => {
    const { MailsPage } = await import('../mails/mails-page.tsx')
    return { default: MailsPage }
  }),
}

interface Props {
  readonly name: OtherName
  readonly className: string
}

/** What takes the place of all conversations. */
export function OtherPage({ name, className }: Props): ReactElement {
  const words = useWords()
  const { chosen } = usePlace()
  const Page = pages[name]
  return (
    <Suspense fallback={<p className="p-6 text-center text-muted">{words.app.loading}</p>}>
      <Page chosen={chosen} className={className} />
    </Suspense>
  )
}
