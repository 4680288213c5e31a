import type { StatusFilter } from '../state/location.ts'

/** Names under which answers are cached; events invalidate by them. */
export const keys = {
  session: ['session'],
  folders: ['folders'],
  integrations: ['integrations'],
  gapReport: (id: string) => ['integrations', id, 'gap-report'],
  conversations: ['conversations'],
  conversationList: (folder: string, status: StatusFilter) => ['conversations', folder, status],
  conversation: (id: string) => ['conversation', id],
  messages: (conversationId: string) => ['messages', conversationId],
  addressMarks: ['address-marks'],
  reply: (conversationId: string) => ['reply', conversationId],
} as const
