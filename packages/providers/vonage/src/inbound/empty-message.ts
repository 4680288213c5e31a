import type { ParsedMessage } from '@guichet/core'

/** A message without anything. */
export const emptyMessage = {
  mailId: null,
  inReplyTo: [],
  references: [],
  replyTo: [],
  cc: [],
  subject: '',
  attachments: [],
  sentAt: null,
  headers: new Map(),
} as const satisfies Partial<ParsedMessage>
