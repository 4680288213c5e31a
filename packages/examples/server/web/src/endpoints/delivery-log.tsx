import { type ReactElement, useState } from 'react'
import { useDeliveries } from '../api/endpoints.ts'
import { problemOf } from '../api/problem.ts'
import type { DeliveryState } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { DeliveryRow } from './delivery-row.tsx'

const filters = ['all', 'waiting', 'delivered', 'failed', 'dead'] as const

/** What was posted to one destination, latest first, by state. */
export function DeliveryLog({ endpointId }: { readonly endpointId: string }): ReactElement {
  const words = useWords().endpoints
  const [state, setState] = useState<DeliveryState | 'all'>('all')
  const {
    data: deliveries,
    error,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
  } = useDeliveries(endpointId, state)
  return (
    <section aria-labelledby="delivery-log" className="flex flex-col gap-2 pb-4">
      <div className="flex flex-wrap items-center gap-3">
        <h3 id="delivery-log" className="flex-1 font-semibold text-body">
          {words.log}
        </h3>
        <Choice
          label={words.filter}
          labelHidden
          className="w-auto!"
          value={state}
          options={filters.map((value) => ({
            value,
            label: value === 'all' ? words.all : words.deliveryStates[value],
          }))}
          onChange={setState}
        />
      </div>
      {error !== null && <ProblemNote problem={problemOf(error)} />}
      {deliveries?.length === 0 && <p className="text-muted">{words.noDeliveries}</p>}
      {deliveries !== undefined && deliveries.length > 0 && (
        <ul className="overflow-hidden rounded-xl border bg-surface">
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button className="self-center" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </section>
  )
}
