import { type DocumentOptions, describeOperations } from '../openapi/document.ts'
import type { Operation } from '../operation.ts'
import { addressMarkOperations } from './address-marks.ts'
import { contactOperations } from './contacts.ts'
import { conversationOperations } from './conversations.ts'
import { deliverabilityOperations } from './deliverability.ts'
import { descriptionOperations } from './description.ts'
import { endpointOperations } from './endpoints.ts'
import { eventOperations } from './events.ts'
import { folderOperations } from './folders.ts'
import { integrationOperations } from './integrations.ts'
import { mailOperations } from './mails.ts'
import { messageOperations } from './messages.ts'
import { replyOperations } from './replies.ts'
import { sendOperations } from './sends.ts'
import { sessionOperations } from './session.ts'
import { uploadOperations } from './uploads.ts'
import { webhookOperations } from './webhooks.ts'

const described = [
  ...sessionOperations,
  ...folderOperations,
  ...conversationOperations,
  ...replyOperations,
  ...messageOperations,
  ...sendOperations,
  ...uploadOperations,
  ...contactOperations,
  ...addressMarkOperations,
  ...integrationOperations,
  ...deliverabilityOperations,
  ...mailOperations,
  ...webhookOperations,
  ...endpointOperations,
  ...eventOperations,
] as const

/** Everything the API can do. What is not in this table does not exist. */
export const operations = [...described, ...descriptionOperations(described)] as const

/** The API in OpenAPI 3.1, made from the table. */
export function openApiDocument(options: DocumentOptions = {}): Readonly<Record<string, unknown>> {
  const table: readonly Operation[] = operations
  return describeOperations(table, options)
}
