import { createInbox } from '@guichet/core'
import { memoryBlobs } from '@guichet/core/testing'
import { imap } from '@guichet/imap'
import { memory } from '@guichet/memory'
import { smtp } from '@guichet/smtp'

/** A whole inbox on one mailbox, from nothing: the first page of the README. */
const inbox = createInbox({
  storage: memory(),
  blobs: memoryBlobs(),
  encryption: { keys: [{ id: 'trial', secret: process.env.GUICHET_KEY ?? '' }] },
  channels: [imap({ sender: smtp() })],
  onMessage: async (message) => console.log(`${message.from?.address}: ${message.subject}`),
})
await inbox.migrate()
inbox.start()
await inbox.tenant('acme').integrations.create({
  type: 'imap',
  name: 'Support',
  settings: {
    address: 'support@acme.example',
    host: 'imap.acme.example',
    smtp: { host: 'smtp.acme.example' },
  },
  secrets: { password: process.env.MAIL_PASSWORD },
})
