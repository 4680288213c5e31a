import {
  type MailUser,
  type PostfixServer,
  postfixMissing,
  skipUnless,
  startPostfix,
} from '@guichet-tools/real-servers'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WireMessage } from './api-client.ts'
import { eventually } from './eventually.ts'
import { mailIdOf, mailOnServer } from './mail-on-server.ts'
import { mailText } from './mail-text.ts'
import { seededRandom } from './seeded-random.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'

const user = (name: string): MailUser => ({ address: `${name}@shop.test`, password: 'battery staple' })
const [zoe, luc, boss, depot] = [user('zoe'), user('luc'), user('boss'), user('depot')]
const people = [zoe, luc, boss, depot]
const recipient = ({ address }: MailUser) => ({ address })

describe.skipIf(skipUnless(stageMissing() ?? postfixMissing()))(
  'whom an answer reaches, through a real Postfix',
  () => {
    let stage: Stage
    let postfix: PostfixServer

    beforeAll(async () => {
      const users = [support, ...people]
      stage = await startStage({ users })
      const mailDirectory = (address: string) => stage.dovecot.mailDirectory(address)
      const addresses = users.map(({ address }) => address)
      postfix = await startPostfix({ domain: 'shop.test', users: addresses, mailDirectory })
      const smtp = { host: 'localhost', port: postfix.port, security: 'none', username: null }
      await stage.connect({ settings: { name: 'Shop', smtp } })
      stage.startWorker()
    })
    afterAll(async () => {
      await stage?.dispose()
      await postfix?.stop()
    })

    test('an answer to all with a file reaches everybody, and nobody sees who got a blind copy', async () => {
      const question = await ask('Où est ma commande ?')
      const file = bytesOf(3 * 1024 * 1024)
      const attachments = [await stage.api.upload('bon de livraison n° 1.pdf', file)]
      const answer = await send(`/inbox/conversations/${question.conversationId}/replies`, {
        ...{ text: 'Elle part demain.', mode: 'reply-all', bcc: [recipient(boss)], attachments },
      })
      expect(answer.cc.map(({ address }) => address)).toEqual([luc.address])
      const copies = await Promise.all([zoe, luc, boss].map((one) => received(one, answer)))
      for (const copy of copies) {
        const mail = await simpleParser(copy)
        expect([mail.to, mail.cc].flat().map((list) => list?.text)).toEqual([
          ...[expect.stringContaining(zoe.address), expect.stringContaining(luc.address)],
        ])
        expect(copy.toString('latin1')).not.toMatch(/^bcc:/im)
        expect(
          copy.toString('latin1').replace(/^(?:Delivered-To|X-Original-To|Received|\s+for):?.*$/gim, ''),
        ).not.toContain(boss.address)
        expect(mail.attachments.map(({ filename, content }) => [filename, content.equals(file)])).toEqual([
          ['bon de livraison n° 1.pdf', true],
        ])
      }
      expect(await mailOnServer(stage.dovecot, support)).toHaveLength(1)
      await expectCopyInSent(answer, file)
    })

    test('whoever got a copy answers into the conversation, and what is passed on takes its files along', async () => {
      const question = await ask('Mon devis', 'luc@shop.test')
      const path = `/inbox/conversations/${question.conversationId}`
      const file = bytesOf(100_000)
      const attachments = [await stage.api.upload('plan.bin', file)]
      const answer = await send(`${path}/replies`, { text: 'Voici le plan.', mode: 'reply-all', attachments })
      await received(luc, answer)
      await answerAs(luc, answer, 'Merci, je regarde.')
      await eventually('the answer of who got a copy', async () =>
        (await stage.api.messages(question.conversationId)).length === 3 ? true : undefined,
      )
      const forwarded = await send(`/inbox/messages/${answer.id}/forward`, {
        ...{ to: [recipient(depot)], text: 'À préparer.', language: 'fr' },
      })
      const mail = await simpleParser(await received(depot, forwarded))
      expect(mail.subject).toBe('Fwd: Mon devis')
      expect(mail.text).toMatch(
        /^À préparer\.\n\n-+ Message transféré -+\nDe : Shop <support@shop\.test>[\s\S]*Voici le plan\.\s*$/,
      )
      expect(mail.attachments.map(({ filename, content }) => [filename, content.equals(file)])).toEqual([
        ['plan.bin', true],
      ])
    })

    async function ask(subject: string, cc = luc.address): Promise<WireMessage> {
      const mailId = `${Buffer.from(subject).toString('hex')}@example.org`
      const fields = { from: `Zoe <${zoe.address}>`, to: support.address, text: 'Bonjour ?', mailId }
      const extra = [`Cc: Luc <${cc}>, Support+x@shop.test`]
      await stage.dovecot.deliver(support.address, mailText({ ...fields, subject, extra }))
      const { id } = await stage.api.conversationAbout(subject)
      const [question] = await stage.api.messages(id)
      if (question === undefined) throw new Error('the question is not in its conversation')
      return question
    }

    async function answerAs(
      { address }: MailUser,
      { mailId, subject }: WireMessage,
      text: string,
    ): Promise<void> {
      const fields = { from: address, to: support.address, subject, text, mailId: 're-luc@shop.test' }
      await stage.dovecot.deliver(support.address, mailText({ ...fields, references: [mailId ?? ''] }))
    }

    const send = (path: string, body: object) => stage.api.send<WireMessage>('POST', path, body)

    function received(one: MailUser, { mailId }: WireMessage): Promise<Buffer> {
      return eventually(`the mail for ${one.address}`, async () => {
        const mails = await mailOnServer(stage.dovecot, one)
        return mails.map(({ source }) => source).find((source) => mailIdOf(source) === mailId)
      })
    }

    /** Where people look for what they sent, with its files. */
    async function expectCopyInSent({ mailId }: WireMessage, file: Buffer): Promise<void> {
      await stage.execute(`update guichet_jobs.job set start_after = now() where name = 'file'`)
      const copy = await eventually('the copy in the folder of sent mail', async () => {
        const sent = await mailOnServer(stage.dovecot, support, 'Sent')
        return sent.map(({ source }) => source).find((source) => mailIdOf(source) === mailId)
      })
      const { attachments } = await simpleParser(copy)
      expect(attachments.map(({ content }) => content.equals(file))).toEqual([true])
    }
  },
)

function bytesOf(size: number): Buffer<ArrayBuffer> {
  const random = seededRandom(size)
  return Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)))
}
