import { ImapFlow } from 'imapflow'
import { simpleParser } from 'mailparser'
import pg from 'pg'
import { imapOptions, report } from './reader.ts'

const table = `create table messages (
  id bigserial primary key, uid bigint not null unique, message_id text, in_reply_to text, refs text,
  subject text, sender text, recipients text, sent_at timestamptz, received_at timestamptz,
  body_text text, body_html text, raw bytea)`

const insert = `insert into messages
  (uid, message_id, in_reply_to, refs, subject, sender, recipients, sent_at, received_at, body_text, body_html, raw)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (uid) do nothing`

/** The loop that anyone would write: fetch, simpleParser, one INSERT per message. */
await report(async (input) => {
  const database = new pg.Client({ connectionString: input.connectionString })
  await database.connect()
  await database.query(table)
  const run = async () => {
    const client = new ImapFlow(imapOptions(input))
    await client.connect()
    await client.mailboxOpen('INBOX', { readOnly: true })
    let messages = 0
    for await (const message of client.fetch(
      '1:*',
      { uid: true, source: true, internalDate: true },
      { uid: true },
    )) {
      if (message.source === undefined) continue
      const mail = await simpleParser(message.source)
      const text = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '') : null)
      const recipients = [mail.to ?? []]
        .flat()
        .map((one) => one.text)
        .join(', ')
      await database.query(insert, [
        ...[
          message.uid,
          text(mail.messageId),
          text(mail.inReplyTo),
          text([mail.references ?? []].flat().join(' ')),
        ],
        ...[
          text(mail.subject),
          text(mail.from?.text),
          text(recipients),
          mail.date ?? null,
          message.internalDate ?? null,
        ],
        ...[text(mail.text), text(mail.html), message.source],
      ])
      messages += 1
    }
    await client.logout()
    return messages
  }
  return { run, dispose: () => database.end() }
})
