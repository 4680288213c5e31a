import type { StatusFilter } from '../state/location.ts'

/** Names under which answers are cached; events invalidate by them. */
export const keys = {
  session: ['session'],
  folders: ['folders'],
  integrations: ['integrations'],
  content: (id: string, remoteImages: string, attachment: string) => [
    'content',
    id,
    remoteImages,
    attachment,
  ],
  gapReport: (id: string) => ['integrations', id, 'gap-report'],
  conversations: ['conversations'],
  conversationList: (folder: string, status: StatusFilter) => ['conversations', folder, status],
  everyConversation: ['conversation'],
  everyMessage: ['messages'],
  everyMerge: ['merges'],
  merges: (conversationId: string) => ['merges', conversationId],
  explanation: (messageId: string) => ['explanation', messageId],
  conversation: (id: string) => ['conversation', id],
  messages: (conversationId: string) => ['messages', conversationId],
  contacts: ['contacts'],
  contact: (id: string) => ['contacts', id],
  contactMerges: (id: string) => ['contacts', id, 'merges'],
  contactSuggestions: (id: string) => ['contacts', id, 'suggestions'],
  contactHistory: (id: string) => ['contacts', id, 'history'],
  addressMarks: ['address-marks'],
  reply: (conversationId: string) => ['reply', conversationId],
} as const
