import type { ChaosDesk } from './chaos-desk.ts'

const wakeUp = `select pg_notify('pgboss_' || left(encode(sha224('guichet_jobs'), 'hex'), 24), 'send')`

/** Pauses between attempts end now, and the hour for which a refused login holds what leaves. */
export function endPauses(desk: ChaosDesk): Promise<void> {
  return desk.execute(
    `update guichet.outbox set next_attempt_at = now() where state = 'ready' and next_attempt_at > now();
     update guichet_jobs.job set start_after = now()
       where name = 'send' and state in ('created', 'retry') and start_after > now();
     update guichet.integrations set send_held_until = now() where send_held_until > now();
     ${wakeUp}`,
  )
}

/**
 * No worker is alive, and so much time passes that everybody knows: what it held goes on elsewhere, as pg-boss does it
 * when heartbeats stay away, and what it was sending counts as crashed. Tells which messages it was sending.
 */
export async function buryWorker(desk: ChaosDesk): Promise<readonly string[]> {
  const held = await desk.rows<{ readonly id: string }>(
    `select message_id as id from guichet.outbox where state = 'sending'`,
  )
  await desk.execute(
    `update guichet.outbox set sending_until = now() where state = 'sending';
     update guichet_jobs.job set state = 'retry', start_after = now(), retry_count = retry_count + 1
       where state = 'active'`,
  )
  return held.map(({ id }) => id)
}

/** Messages that are still to be sent, or on their way. */
export async function unsettled(desk: ChaosDesk): Promise<number> {
  const [row] = await desk.rows<{ readonly n: number }>(
    `select count(*) as n from guichet.outbox where state in ('ready', 'sending')`,
  )
  return Number(row?.n)
}
