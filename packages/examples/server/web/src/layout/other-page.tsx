import type { ComponentType, ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { type OtherName, usePlace } from '../state/location.ts'
import { fetched } from '../ui/fetched.tsx'

interface PageProps {
  readonly chosen: string
  readonly className: string
}

const pages: Readonly<Record<OtherName, ComponentType<PageProps>>> = {
  endpoints: fetched(
    async () => (await import('../endpoints/endpoints-page.tsx')).EndpointsPage,
    <Waiting />,
  ),
  deliverability: fetched(
    async () => (await import('../deliverability/deliverability-page.tsx')).DeliverabilityPage,
    <Waiting />,
  ),
  mails: fetched(async () => (await import('../mails/mails-page.tsx')).MailsPage, <Waiting />),
}

interface Props {
  readonly name: OtherName
  readonly className: string
}

/** What takes the place of all conversations. */
export function OtherPage({ name, className }: Props): ReactElement {
  const { chosen } = usePlace()
  const Page = pages[name]
  return <Page chosen={chosen} className={className} />
}

function Waiting(): ReactElement {
  return <p className="p-6 text-center text-muted">{useWords().app.loading}</p>
}
