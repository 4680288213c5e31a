import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { outboundMail } from '@guichet/core/testing'
import {
  type DovecotServer,
  dovecotMissing,
  type PostfixServer,
  postfixMissing,
  skipUnless,
  startDovecot,
  startPostfix,
} from '@guichet-tools/real-servers'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smtp } from './smtp.ts'
import { smtpSender } from './smtp-sender.ts'
import { plainConnection } from './testing/plain-connection.ts'

const user = 'zoe@demo.test'
const manyMails = 'leo@demo.test'
const accented = 'zoé@demo.test'

describe.skipIf(skipUnless(postfixMissing() ?? dovecotMissing()))('through a real Postfix', () => {
  let dovecot: DovecotServer
  let postfix: PostfixServer

  beforeAll(async () => {
    dovecot = await startDovecot({
      users: [user, manyMails, accented].map((address) => ({ address, password: 'pw' })),
    })
    postfix = await startPostfix({
      domain: 'demo.test',
      users: [user, manyMails, accented],
      mailDirectory: (address) => dovecot.mailDirectory(address),
    })
  })

  afterAll(async () => {
    await postfix?.stop()
    await dovecot?.stop()
  })

  test('a message lies in the Maildir with the Message-ID and the thread it was given', async () => {
    const message = outboundMail({ to: [{ name: 'Zoé', address: user }] })
    const { providerId } = await smtp({ privateHosts: 'allowed' }).send(
      plainConnection(postfix.port),
      message,
    )
    // Postfix names the mail it queued; its log tells the same name.
    expect(await until(async () => (await postfix.log()).includes(`${providerId}: removed`))).toBe(true)

    const inbox = join(postfix.mailDirectory(user), 'new')
    const [file = ''] = await readdir(inbox)
    const mail = await simpleParser(await readFile(join(inbox, file)))
    expect(mail.messageId).toBe(`<${message.mailId}>`)
    expect(mail.inReplyTo).toBe('<second@client.example>')
    expect(mail.subject).toBe(message.subject)
    expect(mail.text?.trim()).toBe(message.text)
    expect(mail.headers.get('return-path')).toMatchObject({ text: message.from.address })
    expect(await dovecot.doveadm('mailbox', 'status', '-u', user, 'messages', 'INBOX')).toContain(
      'messages=1',
    )
  })

  test('a user who does not exist and a foreign domain are refused for good', async () => {
    for (const address of ['nobody@demo.test', 'somebody@elsewhere.example']) {
      const sending = smtp({ privateHosts: 'allowed' }).send(
        plainConnection(postfix.port),
        outboundMail({ to: [{ name: '', address }] }),
      )
      await expect(sending).rejects.toMatchObject({ code: 'rejected', outcome: 'not-done', retry: 'never' })
    }
  })

  test('forty messages go over two connections, each once, also after one that was refused', async () => {
    const pool = { maxConnections: 2 }
    const sender = smtpSender({
      ...{ host: '127.0.0.1', port: postfix.port, security: 'none', privateHosts: 'allowed', pool },
    })
    const connections = async () => countOf(await postfix.log(), / connect from /g)
    const before = await connections()
    const send = (mailId: string, address = manyMails) =>
      sender.send(outboundMail({ mailId, to: [{ name: '', address }] }), 'acme')
    const ids = Array.from({ length: 40 }, (_, index) => `kept-${index}@boulangerie-martin.example`)
    await Promise.all(ids.slice(0, 20).map((id) => send(id)))
    expect((await connections()) - before).toBe(2)
    await expect(send('refused@boulangerie-martin.example', 'nobody@demo.test')).rejects.toMatchObject({
      code: 'rejected',
    })
    await Promise.all(ids.slice(20).map((id) => send(id)))
    // A connection on which something was refused is not used again.
    expect((await connections()) - before).toBe(3)
    await sender.close?.()

    const delivered = async () => {
      const inbox = join(postfix.mailDirectory(manyMails), 'new')
      const mails = await Promise.all(
        (await readdir(inbox)).map((file) => readFile(join(inbox, file), 'latin1')),
      )
      return mails.flatMap((mail) => /^Message-ID: <(kept-[^>]+)>/im.exec(mail)?.[1] ?? [])
    }
    expect(await until(async () => (await delivered()).length >= 40)).toBe(true)
    expect((await delivered()).sort()).toEqual([...ids].sort())
  })

  test('an address with letters outside ASCII before its @ is written to where the server takes it', async () => {
    const mailId = 'accented@boulangerie-martin.example'
    const message = outboundMail({ mailId, to: [{ name: 'Zoé', address: accented }] })
    const { providerId } = await smtp({ privateHosts: 'allowed' }).send(
      plainConnection(postfix.port),
      message,
    )
    expect(await until(async () => (await postfix.log()).includes(`${providerId}: removed`))).toBe(true)
    const inbox = join(postfix.mailDirectory(accented), 'new')
    const [file = ''] = await readdir(inbox)
    expect((await simpleParser(await readFile(join(inbox, file)))).to).toMatchObject({
      value: [{ name: 'Zoé', address: accented }],
    })
  })

  test('settings that work are verified', async () => {
    await expect(
      smtp({ privateHosts: 'allowed' }).verify?.(plainConnection(postfix.port)),
    ).resolves.toBeUndefined()
  })
})

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** Polls until it holds, ten seconds at most. */
async function until(holds: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await holds()) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}
