import type { Watch } from './watch.ts'

/** How soon an IDLE that the server ended is renewed: at once could be an endless loop. */
const idlePauseMs = 1_000

/** Listens with IDLE until mail arrives, somebody asks for a sync, the interval is over, or the end. */
export async function waitForMail({ session, account, alarm }: Watch): Promise<void> {
  const over = new AbortController()
  const signal = AbortSignal.any([session.signal, over.signal])
  const woken = Promise.race([alarm.rung(), session.clock.sleep(session.intervalMs, signal)]).then(
    () => 'woken',
  )
  const { client } = account
  try {
    // No folder open, or IDLE refused: the interval has to do.
    while (client.mailbox) {
      const idle = client.idle().then((answer) => (answer === false ? 'refused' : 'ended'))
      const outcome = await Promise.race([woken, idle])
      if (outcome === 'woken') return
      if (outcome === 'refused') break
      await Promise.race([woken, session.clock.sleep(idlePauseMs, signal)])
      if (signal.aborted) return
    }
    await woken
  } finally {
    over.abort()
  }
}
