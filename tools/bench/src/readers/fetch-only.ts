import { ImapFlow } from 'imapflow'
import { imapOptions, report } from './reader.ts'

/** The limit of the IMAP library: every source fetched and dropped. */
await report(async (input) => ({
  dispose: async () => undefined,
  run: async () => {
    const client = new ImapFlow(imapOptions(input))
    await client.connect()
    await client.mailboxOpen('INBOX', { readOnly: true })
    let messages = 0
    for await (const _message of client.fetch(
      '1:*',
      { uid: true, source: true, internalDate: true },
      { uid: true },
    )) {
      messages += 1
    }
    await client.logout()
    return messages
  },
}))
