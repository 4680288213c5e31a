import { addressMarkOperations } from './address-marks.ts'
import { contactOperations } from './contacts.ts'
import { conversationOperations } from './conversations.ts'
import { eventOperations } from './events.ts'
import { folderOperations } from './folders.ts'
import { integrationOperations } from './integrations.ts'
import { messageOperations } from './messages.ts'
import { sessionOperations } from './session.ts'

/** Everything the API can do. What is not in this table does not exist. */
export const operations = [
  ...sessionOperations,
  ...folderOperations,
  ...conversationOperations,
  ...messageOperations,
  ...contactOperations,
  ...addressMarkOperations,
  ...integrationOperations,
  ...eventOperations,
] as const
