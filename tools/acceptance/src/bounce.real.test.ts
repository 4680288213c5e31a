import { type PostfixServer, postfixMissing, skipUnless, startPostfix } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { mailText } from './mail-text.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'

/** Taken by our server, sent on to an address that no server takes: the failure comes back by mail. */
const gone = 'zoe@shop.test'

describe.skipIf(skipUnless(stageMissing() ?? postfixMissing()))('a bounce of a real Postfix', () => {
  let stage: Stage
  let postfix: PostfixServer

  beforeAll(async () => {
    stage = await startStage({ users: [support] })
    postfix = await startPostfix({
      ...{ domain: 'shop.test', users: [support.address], aliases: { [gone]: 'zoe@gone.example' } },
      mailDirectory: (user) => stage.dovecot.mailDirectory(user),
    })
    const smtp = { host: 'localhost', port: postfix.port, security: 'none', username: null }
    await stage.connect({ settings: { name: 'Shop', smtp } })
    stage.startWorker()
  })
  afterAll(async () => {
    await stage?.dispose()
    await postfix?.stop()
  })

  test('says at the answer that it did not arrive, joins its conversation, and marks the address', async () => {
    const fields = { from: `Zoe <${gone}>`, to: support.address, subject: 'Ma commande' }
    const question = mailText({ ...fields, mailId: 'question@example.org', text: 'Où est-elle ?' })
    await stage.dovecot.deliver(support.address, question)
    const { id } = await stage.api.conversationAbout('Ma commande')
    const answer = await stage.api.reply(id, 'Elle part demain.', 'once')

    const [arrival, ...others] = await eventually('the word of the server', async () => {
      const messages = await stage.api.messages(id)
      return messages.find((message) => message.id === answer.id)?.arrivals
    })
    expect(others).toEqual([])
    expect(arrival).toMatchObject({
      recipient: gone,
      state: 'bounced',
      status: expect.stringMatching(/^5\./),
    })
    expect(arrival?.reason).toContain('does not send mail anywhere')

    const messages = await stage.api.messages(id)
    expect(messages.map(({ verdict }) => verdict)).toEqual(['person', 'person', 'bounce'])
    expect(messages.at(-1)?.threading).toMatchObject({ rule: 'report', evidence: answer.mailId })
    const marks = await stage.api.send('GET', `/inbox/address-marks?address=${encodeURIComponent(gone)}`)
    expect(marks).toMatchObject({ items: [{ address: gone, mark: 'undeliverable', messageId: answer.id }] })
  })
})
