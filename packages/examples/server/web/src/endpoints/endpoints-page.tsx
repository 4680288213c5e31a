import { type ReactElement, useState } from 'react'
import { useEndpoints } from '../api/endpoints.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { EndpointDialog } from './endpoint-dialog.tsx'
import { EndpointList } from './endpoint-list.tsx'
import { OneEndpoint } from './one-endpoint.tsx'

interface Props {
  /** An id, or '' for all of them. */
  readonly chosen: string
  readonly className: string
}

/** The outgoing webhooks: where events go, and whether they arrive. */
export function EndpointsPage({ chosen, className }: Props): ReactElement {
  const words = useWords()
  const { canManage } = usePermissions()
  const { data: endpoints, error } = useEndpoints()
  const [creating, setCreating] = useState(false)
  const endpoint = endpoints?.find(({ id }) => id === chosen)
  return (
    <section
      id="list"
      tabIndex={-1}
      aria-labelledby="endpoints-title"
      className={`flex min-h-0 min-w-0 flex-col bg-canvas outline-none narrow:col-span-2 narrow:border-l ${className}`}
    >
      <header className="flex min-h-13 items-center gap-2 border-b bg-surface py-2 pr-3 pl-2">
        <IconButton
          icon="back"
          label={endpoint === undefined ? words.endpoints.back : words.endpoints.backToList}
          onClick={() => goTo({ endpoints: endpoint === undefined ? null : '' })}
        />
        <h2 id="endpoints-title" className="min-w-0 flex-1 truncate font-semibold text-body">
          {words.endpoints.title}
        </h2>
        {canManage && endpoint === undefined && (
          <Button tone="primary" onClick={() => setCreating(true)}>
            <Icon name="plus" />
            {words.endpoints.create}
          </Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="focus-inset min-h-0 flex-1 overflow-y-auto px-4 py-4">
        <div className="mx-auto flex h-full max-w-3xl flex-col gap-4">
          {error !== null && <ProblemNote problem={problemOf(error)} />}
          {endpoint !== undefined && <OneEndpoint key={endpoint.id} endpoint={endpoint} />}
          {endpoint === undefined && endpoints !== undefined && endpoints.length > 0 && (
            <EndpointList endpoints={endpoints} />
          )}
          {endpoints?.length === 0 && (
            <EmptyState icon="webhook" title={words.endpoints.none} hint={words.endpoints.noneHint} />
          )}
        </div>
      </div>
      {creating && <EndpointDialog endpoint={null} onClose={() => setCreating(false)} />}
    </section>
  )
}
