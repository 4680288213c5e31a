import { type ReactElement, useState } from 'react'
import { useChangeEndpoint, useRemoveEndpoint, useRotateSecret, useTestEndpoint } from '../api/endpoints.ts'
import { problemOf } from '../api/problem.ts'
import type { EndpointView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { DeliveryLog } from './delivery-log.tsx'
import { EndpointDialog } from './endpoint-dialog.tsx'
import { EndpointState } from './endpoint-state.tsx'
import { SecretPage } from './secret-page.tsx'

/** One destination: its state, what can be done about it, and what was posted to it. */
export function OneEndpoint({ endpoint }: { readonly endpoint: EndpointView }): ReactElement {
  const words = useWords()
  const { id, url, description, eventTypes, state } = endpoint
  const [open, setOpen] = useState<'edit' | 'rotate' | 'remove' | null>(null)
  const change = useChangeEndpoint()
  const test = useTestEndpoint()
  const complain = (error: Error) => notify(words.problems[problemOf(error).code], { tone: 'danger' })
  const isEnabled = state === 'enabled'
  return (
    <>
      <article className="flex flex-col gap-3 rounded-xl border bg-surface px-4 py-3">
        <div>
          <h3 className="font-semibold text-body wrap-anywhere">{url}</h3>
          <p className="text-muted wrap-anywhere">
            {description !== '' && `${description} · `}
            {eventTypes.length === 0 ? words.endpoints.everyEvent : eventTypes.join(', ')}
          </p>
          <EndpointState endpoint={endpoint} />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            disabled={test.isPending || !isEnabled}
            onClick={() =>
              test.mutate(id, { onSuccess: () => notify(words.endpoints.tested), onError: complain })
            }
          >
            {words.endpoints.test}
          </Button>
          <Button onClick={() => setOpen('edit')}>{words.endpoints.edit}</Button>
          <Button onClick={() => setOpen('rotate')}>{words.endpoints.rotate}</Button>
          <Button
            disabled={change.isPending}
            onClick={() =>
              change.mutate(
                { id, changes: { state: isEnabled ? 'disabled' : 'enabled' } },
                { onError: complain },
              )
            }
          >
            {isEnabled ? words.endpoints.disable : words.endpoints.enable}
          </Button>
          <Button tone="danger" onClick={() => setOpen('remove')}>
            {words.endpoints.remove}
          </Button>
        </div>
      </article>
      <DeliveryLog endpointId={id} />
      {open === 'edit' && <EndpointDialog endpoint={endpoint} onClose={() => setOpen(null)} />}
      {open === 'rotate' && <Rotation id={id} onClose={() => setOpen(null)} />}
      {open === 'remove' && <Removal id={id} url={url} onClose={() => setOpen(null)} />}
    </>
  )
}

interface StepProps {
  readonly id: string
  readonly onClose: () => void
}

/** Asks, then shows the new secret. */
function Rotation({ id, onClose }: StepProps): ReactElement {
  const words = useWords().endpoints
  const rotate = useRotateSecret()
  if (rotate.data !== undefined) return <SecretPage isRotated secret={rotate.data.secret} onClose={onClose} />
  return (
    <ConfirmDialog
      open
      title={words.secretTitle}
      question={words.rotateQuestion}
      action={words.rotate.replace('…', '')}
      problem={rotate.error === null ? null : problemOf(rotate.error)}
      onConfirm={() => rotate.mutate(id)}
      onClose={onClose}
    />
  )
}

function Removal({ id, url, onClose }: StepProps & { readonly url: string }): ReactElement {
  const words = useWords()
  const remove = useRemoveEndpoint()
  const confirm = () =>
    remove.mutate(id, {
      onSuccess: () => {
        notify(words.endpoints.removed)
        goTo({ page: 'endpoints' })
      },
    })
  return (
    <ConfirmDialog
      open
      title={words.app.remove}
      question={words.endpoints.removeQuestion(url)}
      action={words.app.remove}
      problem={remove.error === null ? null : problemOf(remove.error)}
      onConfirm={confirm}
      onClose={onClose}
    />
  )
}
