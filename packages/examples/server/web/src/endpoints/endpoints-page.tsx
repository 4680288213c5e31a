import { type ReactElement, useState } from 'react'
import { useEndpoints } from '../api/endpoints.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import { useWords } from '../language/language.ts'
import { WholePage } from '../layout/whole-page.tsx'
import { goTo } from '../state/location.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
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
    <>
      <WholePage
        title={words.endpoints.title}
        back={endpoint === undefined ? words.endpoints.back : words.endpoints.backToList}
        onBack={() => goTo({ page: endpoint === undefined ? null : 'endpoints' })}
        action={
          canManage &&
          endpoint === undefined && (
            <Button tone="primary" onClick={() => setCreating(true)}>
              <Icon name="plus" />
              {words.endpoints.create}
            </Button>
          )
        }
        className={className}
      >
        {error !== null && <ProblemNote problem={problemOf(error)} />}
        {endpoint !== undefined && <OneEndpoint key={endpoint.id} endpoint={endpoint} />}
        {endpoint === undefined && endpoints !== undefined && endpoints.length > 0 && (
          <EndpointList endpoints={endpoints} />
        )}
        {endpoints?.length === 0 && (
          <EmptyState icon="webhook" title={words.endpoints.none} hint={words.endpoints.noneHint} />
        )}
      </WholePage>
      {creating && <EndpointDialog endpoint={null} onClose={() => setCreating(false)} />}
    </>
  )
}
