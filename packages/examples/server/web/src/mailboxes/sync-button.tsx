import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'
import { useRequestSync } from '../api/integrations.ts'
import { keys } from '../api/keys.ts'
import { problemOf } from '../api/problem.ts'
import type { IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

/** A worker that died does not report; the button comes back all the same. */
const patienceMs = 20_000
/** A look that found nothing new is no event: whether it has happened must be asked. */
const lookMs = 1_000

/** Asks every mailbox to look now, and turns until each has reported. */
export function SyncButton({
  integrations,
}: {
  readonly integrations: readonly IntegrationView[]
}): ReactElement {
  const words = useWords()
  const client = useQueryClient()
  const sync = useRequestSync()
  const [before, setBefore] = useState<ReadonlyMap<string, string | null> | null>(null)
  const waiting =
    before !== null &&
    integrations.some(({ id, paused, lastSyncAt }) => !paused && before.get(id) === lastSyncAt)

  useEffect(() => {
    if (!waiting) return
    const patience = setTimeout(() => setBefore(null), patienceMs)
    const look = setInterval(() => void client.invalidateQueries({ queryKey: keys.integrations }), lookMs)
    return () => {
      clearTimeout(patience)
      clearInterval(look)
    }
  }, [waiting, client])

  const start = () => {
    setBefore(new Map(integrations.map(({ id, lastSyncAt }) => [id, lastSyncAt])))
    sync.mutate(null, {
      onError: (error) => {
        setBefore(null)
        notify(words.problems[problemOf(error).code], { tone: 'danger' })
      },
    })
  }

  return (
    <Button className="mt-2 w-full" onClick={start} aria-disabled={waiting}>
      <Icon name="sync" className={waiting ? 'animate-spin' : ''} />
      {waiting ? words.mailboxes.syncing : words.mailboxes.syncNow}
    </Button>
  )
}
