import { type FormEvent, type ReactElement, useState } from 'react'
import { useChangeIntegration, useCreateIntegration } from '../api/integrations.ts'
import { errorAt, isAllAt, problemOf } from '../api/problem.ts'
import type { IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { newKey } from '../state/new-key.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'
import { CallAddress } from './call-address.tsx'
import { ChannelFields } from './channel-fields.tsx'
import { emptyChannelForm, fieldNames, formOfChannel, inputOfForm } from './channel-form.ts'
import { type FormKind, shownGroups } from './channel-kinds.ts'
import { ConnectedPage } from './connected-page.tsx'
import { newSecret } from './new-secret.ts'
import { ReplaceSecrets } from './replace-secrets.tsx'
import { TemplateFields } from './template-fields.tsx'

interface Props {
  readonly kind: FormKind
  /** Null for a new one. */
  readonly integration: IntegrationView | null
  readonly onClose: () => void
}

/** Connects a number or another system, or changes its settings; then where the other side must call. */
export function ChannelDialog({ kind, integration, onClose }: Props): ReactElement {
  const words = useWords()
  const [form, setForm] = useState(() =>
    integration === null ? emptyChannelForm : formOfChannel(kind, integration.name, integration.settings),
  )
  const [key] = useState(newKey)
  const [asksSecrets, setAsksSecrets] = useState(integration === null)
  const [secret] = useState(newSecret)
  const made = kind === 'webhook' && asksSecrets ? secret : null
  const create = useCreateIntegration()
  const change = useChangeIntegration()
  const error = create.error ?? change.error
  const problem = error === null ? null : problemOf(error)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const input = inputOfForm(kind, form, made)
    if (integration === null) return create.mutate({ ...input, key })
    const { name, settings, secrets } = input
    const changes = { name, settings, ...(asksSecrets && { secrets }) }
    change.mutate(
      { id: integration.id, changes },
      {
        onSuccess: () => {
          notify(words.channels.saved(name))
          if (made === null) onClose()
        },
      },
    )
  }

  const done = create.data ?? (made === null ? undefined : change.data)
  if (done !== undefined) {
    return <ConnectedPage integration={done} secret={made} isNew={integration === null} onClose={onClose} />
  }
  const title =
    integration === null ? words.channels.kinds[kind] : words.channels.settingsOf(integration.name)
  return (
    <Dialog wide open title={title} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col" autoComplete="off">
        <div className="flex flex-col gap-5 overflow-y-auto px-5 py-4">
          {integration !== null && <CallAddress integration={integration} />}
          <TextField
            label={words.channels.name}
            hint={words.channels.nameHint}
            maxLength={80}
            value={form.name}
            error={errorAt(problem, 'name')}
            onChange={(name) => setForm({ ...form, name })}
          />
          {integration !== null && <ReplaceSecrets {...{ kind, asksSecrets }} onChange={setAsksSecrets} />}
          {shownGroups(kind, asksSecrets).map((group) => (
            <ChannelFields key={group.title} {...{ group, form, problem }} onChange={setForm} />
          ))}
          {kind === 'vonage-whatsapp' && (
            <TemplateFields
              templates={form.templates}
              onChange={(templates) => setForm({ ...form, templates })}
            />
          )}
          {problem !== null && (
            <ProblemNote problem={problem} detailShown={isAllAt(problem, fieldNames(kind))} />
          )}
        </div>
        <footer className="flex justify-end gap-2 border-t px-5 py-3">
          <Button onClick={onClose}>{words.app.cancel}</Button>
          <Button type="submit" tone="primary" disabled={create.isPending || change.isPending}>
            {integration === null ? words.channels.connect : words.app.save}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
