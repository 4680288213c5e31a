import { type FormEvent, type ReactElement, useState } from 'react'
import { useChangeEndpoint, useCreateEndpoint } from '../api/endpoints.ts'
import { errorAt, isAllAt, problemOf } from '../api/problem.ts'
import type { EndpointInput, EndpointView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { newKey } from '../state/new-key.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'
import { EventTypeFields } from './event-type-fields.tsx'
import { SecretPage } from './secret-page.tsx'

interface Props {
  /** Null for a new one. */
  readonly endpoint: EndpointView | null
  readonly onClose: () => void
}

/** Creates or changes a destination; the secret of a new one is shown here and never again. */
export function EndpointDialog({ endpoint, onClose }: Props): ReactElement {
  const words = useWords()
  const [input, setInput] = useState<EndpointInput>(() => ({
    url: endpoint?.url ?? '',
    description: endpoint?.description ?? '',
    eventTypes: endpoint?.eventTypes ?? [],
  }))
  const [isAll, setAll] = useState(input.eventTypes.length === 0)
  const [key] = useState(newKey)
  const create = useCreateEndpoint()
  const change = useChangeEndpoint()
  const error = create.error ?? change.error
  const problem = error === null ? null : problemOf(error)
  const isIncomplete = !isAll && input.eventTypes.length === 0

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = {
      url: input.url.trim(),
      description: input.description.trim(),
      eventTypes: isAll ? [] : input.eventTypes,
    }
    if (endpoint === null) create.mutate({ ...body, key })
    else change.mutate({ id: endpoint.id, changes: body }, { onSuccess: onClose })
  }

  const created = create.data
  if (created !== undefined) {
    const done = () => {
      onClose()
      goTo({ page: 'endpoints', chosen: created.id })
    }
    return <SecretPage secret={created.secret} isRotated={false} onClose={done} />
  }
  return (
    <Dialog
      wide
      open
      title={endpoint === null ? words.endpoints.create : words.endpoints.edit}
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex min-h-0 flex-col" autoComplete="off">
        <div className="flex flex-col gap-4 overflow-y-auto px-5 py-4">
          <TextField
            label={words.endpoints.url}
            hint={words.endpoints.urlHint}
            type="url"
            required
            spellCheck={false}
            value={input.url}
            error={errorAt(problem, 'url')}
            onChange={(url) => setInput({ ...input, url })}
          />
          <TextField
            label={words.endpoints.description}
            hint={words.endpoints.descriptionHint}
            maxLength={200}
            value={input.description}
            error={errorAt(problem, 'description')}
            onChange={(description) => setInput({ ...input, description })}
          />
          <EventTypeFields
            {...{ isAll }}
            chosen={input.eventTypes}
            onAll={setAll}
            onChoose={(eventTypes) => setInput({ ...input, eventTypes })}
          />
          {problem !== null && (
            <ProblemNote problem={problem} detailShown={isAllAt(problem, ['url', 'description'])} />
          )}
        </div>
        <footer className="flex items-center justify-end gap-2 border-t px-5 py-3">
          {isIncomplete && <p className="flex-1 text-muted text-small">{words.endpoints.chooseOne}</p>}
          <Button onClick={onClose}>{words.app.cancel}</Button>
          <Button
            type="submit"
            tone="primary"
            disabled={isIncomplete || create.isPending || change.isPending}
          >
            {words.app.save}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
