/** What should have left and has not surely is few among what was sent. */
export const unsentSchema: readonly string[] = [
  `create index outbox_unsent on guichet.outbox (tenant_id, message_id)
    where state in ('failed', 'unknown') or (state = 'ready' and error is not null)`,
]
