/** Templates of texts, and what finds a text again: its provider's id, and when its sender last wrote. */
export const textingSchema: readonly string[] = [
  'alter table guichet.outbox add column template jsonb',
  `create index outbox_provider on guichet.outbox (tenant_id, provider_id) where provider_id is not null`,
  // Only texts: mail, which may come by the million, does not pay for it.
  `create index messages_texts on guichet.messages
    (tenant_id, integration_id, lower(btrim("from"->>'address') collate "C"), received_at desc)
    where direction = 'inbound' and medium <> 'email'`,
]
