import type { ReactElement } from 'react'
import { eventTypes } from '../api/event-keys.ts'
import { useWords } from '../language/language.ts'
import { groupEventTypes } from './group-event-types.ts'

interface Props {
  readonly isAll: boolean
  readonly chosen: readonly string[]
  readonly onAll: (isAll: boolean) => void
  readonly onChoose: (eventTypes: readonly string[]) => void
}

/** Which events are posted: all, or some of the types there are. Their names are what the receiving program reads. */
export function EventTypeFields({ isAll, chosen, onAll, onChoose }: Props): ReactElement {
  const words = useWords().endpoints
  const toggle = (type: string) =>
    onChoose(chosen.includes(type) ? chosen.filter((one) => one !== type) : [...chosen, type])
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{words.events}</legend>
      {[true, false].map((value) => (
        <label key={String(value)} className="flex items-center gap-2.5">
          <input
            type="radio"
            name="events"
            className="size-4"
            checked={isAll === value}
            onChange={() => onAll(value)}
          />
          {value ? words.allEvents : words.someEvents}
        </label>
      ))}
      {!isAll && (
        <div className="grid gap-x-4 gap-y-3 pl-6 sm:grid-cols-2">
          {groupEventTypes(eventTypes).map(({ group, types }) => (
            <fieldset key={group} className="flex flex-col gap-1">
              <legend className="mb-1 font-semibold text-muted text-small">{words.groups[group]}</legend>
              {types.map((type) => (
                <label key={type} className="flex items-center gap-2.5">
                  <input
                    type="checkbox"
                    className="size-4"
                    checked={chosen.includes(type)}
                    onChange={() => toggle(type)}
                  />
                  <code className="font-mono text-small">{type}</code>
                </label>
              ))}
            </fieldset>
          ))}
        </div>
      )}
    </fieldset>
  )
}
