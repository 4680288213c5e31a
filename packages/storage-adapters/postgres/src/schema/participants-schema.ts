/** The way from an address to the conversations with it, for media whose messages name no other message. */
export const participantsSchema: readonly string[] = [
  'create index participants_address on guichet.participants (tenant_id, address, conversation_id)',
]
