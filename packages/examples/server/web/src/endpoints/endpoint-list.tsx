import type { ReactElement } from 'react'
import type { EndpointView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { placeAfter, usePlace } from '../state/location.ts'
import { Link } from '../ui/link.tsx'
import { EndpointState } from './endpoint-state.tsx'

/** All destinations, each a link to its log. */
export function EndpointList({ endpoints }: { readonly endpoints: readonly EndpointView[] }): ReactElement {
  const words = useWords().endpoints
  const place = usePlace()
  return (
    <>
      <p className="text-muted">{words.intro}</p>
      <ul className="flex flex-col gap-2">
        {endpoints.map((endpoint) => (
          <li key={endpoint.id}>
            <Link
              to={placeAfter(place, { page: 'endpoints', chosen: endpoint.id })}
              className="block rounded-xl border bg-surface px-4 py-3 hover:bg-hover"
            >
              <span className="block font-medium wrap-anywhere">{endpoint.url}</span>
              <span className="block text-muted">
                {endpoint.description !== '' && `${endpoint.description} · `}
                {endpoint.eventTypes.length === 0
                  ? words.everyEvent
                  : words.eventCount(endpoint.eventTypes.length)}
              </span>
              <EndpointState endpoint={endpoint} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
