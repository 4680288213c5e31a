import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailDesk, openMailDesk } from '../testing/mail-desk.ts'

const secondMs = 1000
const hourMs = 3_600_000

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk()
})
afterEach(() => desk.stop())

const mark = (address: string, kind: 'hard' | 'soft' = 'hard') =>
  desk.read((tx) =>
    tx.addresses.mark([
      {
        address,
        mark: 'undeliverable',
        kind,
        since: desk.clock.now(),
        status: '5.1.1',
        reason: '',
        messageId: 'm',
      },
    ]),
  )

describe('a mail of the application', () => {
  it('leaves once, with everything that was said of it', async () => {
    const queued = await desk.send({
      to: [{ name: 'Ada', address: 'ada@client.example' }, 'bob@bücher.example'],
      cc: 'carl@client.example',
      bcc: 'archive@acme.example',
      replyTo: 'contact@acme.example',
      html: '<p>La <b>voici</b></p>',
      attachments: [{ name: 'facture.pdf', content: Buffer.from('%PDF-1.7') }],
      priority: 'high',
      tags: ['facture', 'facture'],
    })
    expect(queued).toMatchObject({ delivery: { state: 'ready' }, tags: ['facture'], authorId: null })
    await desk.clock.advance(secondMs)
    await desk.clock.advance(hourMs)
    const [sent, ...more] = desk.sender.sent
    expect(more).toEqual([])
    expect(sent).toMatchObject({
      tenant: 'acme',
      files: ['%PDF-1.7'],
      message: {
        ...{ id: queued.id, mailId: queued.mailId, from: { name: 'Acme', address: 'factures@acme.example' } },
        to: [
          { name: 'Ada', address: 'ada@client.example' },
          { name: '', address: 'bob@xn--bcher-kva.example' },
        ],
        cc: [{ address: 'carl@client.example' }],
        bcc: [{ address: 'archive@acme.example' }],
        replyTo: { address: 'contact@acme.example' },
        ...{ subject: 'Facture', text: 'La voici.', html: '<p>La <b>voici</b></p>' },
        ...{ priority: 'high', automatic: 'notice', inReplyTo: null, references: [], date: queued.createdAt },
        attachments: [{ name: 'facture.pdf', contentType: 'application/pdf' }],
      },
    })
    expect(await desk.get(queued.id)).toMatchObject({ delivery: { state: 'sent', attempts: 1 } })
    expect(desk.ctx.mailIds.isOurs('acme', queued.mailId)).toBe(true)
  })

  it('is told in events that name it and no conversation', async () => {
    await desk.news()
    const { id } = await desk.send()
    await desk.clock.advance(secondMs)
    const about = { messageId: id, conversationId: null, integrationId: null }
    expect(await desk.news()).toMatchObject([
      { type: 'message.queued', ...about },
      { type: 'message.sent', ...about },
    ])
  })

  it('gets a text that is made from its HTML, links and all', async () => {
    const html = '<p>Bonjour</p><p><a href="https://acme.example/f/1">Votre facture</a></p>'
    const { text } = await desk.inbox.mailer.send({ to: 'ada@client.example', subject: 'Facture', html })
    expect(text).toBe('Bonjour\n\nVotre facture (https://acme.example/f/1)')
  })

  it('waits for its time, and is dated when it leaves', async () => {
    const sendAt = new Date(desk.clock.now().getTime() + 48 * hourMs)
    const { id, delivery } = await desk.send({ sendAt })
    expect(delivery).toMatchObject({ state: 'ready', scheduledAt: sendAt })
    await desk.clock.advance(47 * hourMs)
    expect(desk.sender.sent).toEqual([])
    await desk.clock.advance(2 * hourMs)
    expect(desk.sender.sent[0]?.message).toMatchObject({ id, date: sendAt })
  })

  it('is taken back while it waits, once it is on its way it is not', async () => {
    const sendAt = new Date(desk.clock.now().getTime() + hourMs)
    const { id } = await desk.send({ sendAt })
    expect(await desk.inbox.mailer.cancel(id, desk.person)).toMatchObject({
      delivery: { state: 'cancelled' },
    })
    expect(await desk.inbox.mailer.cancel(id)).toMatchObject({ delivery: { state: 'cancelled' } })
    await desk.clock.advance(2 * hourMs)
    expect(desk.sender.sent).toEqual([])
    const sent = await desk.send()
    await desk.clock.advance(secondMs)
    await expect(desk.inbox.mailer.cancel(sent.id)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is one mail however often one key asks for it, and its files are kept once', async () => {
    const file = { name: 'a.txt', content: Buffer.from('1') }
    const mail = { idempotencyKey: 'invoice-1', attachments: [file] }
    const [one, other] = await Promise.all([desk.send(mail), desk.send(mail)])
    await desk.clock.advance(secondMs)
    const third = await desk.send(mail)
    expect([one.id, other.id, third.id]).toEqual([one.id, one.id, one.id])
    expect(desk.sender.sent).toHaveLength(1)
    for (const change of [{ text: 'Autre' }, { to: 'bob@client.example' }, { attachments: [] }])
      await expect(desk.send({ ...mail, ...change })).rejects.toMatchObject({ field: 'idempotencyKey' })
  })

  it('takes an upload, which then goes with no other', async () => {
    const bytes = (async function* () {
      yield Buffer.from('1')
    })()
    const { id: upload } = await desk.inbox.uploads.create({ name: 'logo.txt', bytes })
    const attachments = [{ upload, contentId: 'logo' }]
    const mail = await desk.send({ attachments, idempotencyKey: 'k' })
    expect((await desk.send({ attachments, idempotencyKey: 'k' })).id).toBe(mail.id)
    await expect(desk.send({ attachments })).rejects.toMatchObject({ field: 'attachments' })
    await desk.clock.advance(secondMs)
    expect(desk.sender.sent).toMatchObject([
      { files: ['1'], message: { attachments: [{ contentId: 'logo' }] } },
    ])
  })

  it('is found by state, by tag and by who was to get it', async () => {
    const sendAt = new Date(desk.clock.now().getTime() + hourMs)
    await desk.send({ subject: 'Un', tags: ['facture'], sendAt })
    await desk.send({ subject: 'Deux', tags: ['relance'], bcc: 'Bob@client.example', sendAt })
    const subjects = async (query: object) =>
      (await desk.inbox.mailer.list(query)).items.map(({ subject }) => subject)
    expect(await subjects({ tag: 'facture' })).toEqual(['Un'])
    expect(await subjects({ recipient: ' BOB@client.example ' })).toEqual(['Deux'])
    expect(await subjects({ state: 'sent' })).toEqual([])
    await desk.clock.advance(2 * hourMs)
    expect((await subjects({ state: 'sent' })).toSorted()).toEqual(['Deux', 'Un'])
  })

  it('is removed with its files', async () => {
    const sendAt = new Date(desk.clock.now().getTime() + hourMs)
    const file = { name: 'a', content: Buffer.from('1') }
    const { id, attachments } = await desk.send({ sendAt, attachments: [file] })
    await desk.inbox.mailer.remove(id, desk.person)
    await desk.clock.advance(2 * hourMs)
    expect(desk.sender.sent).toEqual([])
    await expect(desk.get(id)).rejects.toMatchObject({ code: 'not-found' })
    const read = async () => {
      for await (const _ of desk.ctx.blobs.open(attachments[0]?.blobKey ?? '')) return
    }
    await expect(read()).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('whoever must not be written to', () => {
  it('is left out, and stands among the dropped', async () => {
    await mark('gone@client.example')
    await mark('full@client.example', 'soft')
    await desk.news()
    const mail = await desk.send({ to: ['Gone@client.example', 'ada@client.example', 'full@client.example'] })
    expect(await desk.news()).toMatchObject([{ type: 'message.queued', data: { leftOut: 1 } }])
    expect(mail.dropped).toEqual([{ address: 'Gone@client.example', because: 'undeliverable' }])
    await desk.clock.advance(secondMs)
    expect(desk.sender.sent[0]?.message.to.map(({ address }) => address)).toEqual([
      'ada@client.example',
      'full@client.example',
    ])
  })

  it('gets no mail that was written before, either', async () => {
    const sendAt = new Date(desk.clock.now().getTime() + hourMs)
    const both = await desk.send({ sendAt, to: ['gone@client.example', 'ada@client.example'] })
    const only = await desk.send({ sendAt, to: 'gone@client.example' })
    await mark('gone@client.example')
    await desk.news()
    await desk.clock.advance(2 * hourMs)
    const changed = (await desk.news()).filter(({ type }) => type === 'message.changed')
    expect(changed.map(({ messageId, data }) => [messageId, data.leftOut])).toEqual([
      [both.id, 1],
      [only.id, 1],
    ])
    expect(desk.sender.sent.map(({ message }) => message.to.length)).toEqual([1])
    expect(await desk.get(both.id)).toMatchObject({
      dropped: [{ address: 'gone@client.example', because: 'undeliverable' }],
      delivery: { state: 'sent' },
    })
    expect((await desk.get(only.id)).delivery).toMatchObject({ state: 'cancelled' })
  })

  it('makes a mail to nobody, which is kept as cancelled and says why', async () => {
    await mark('ada@client.example')
    await desk.news()
    const { id, delivery } = await desk.send()
    expect(delivery).toMatchObject({
      state: 'cancelled',
      error: expect.stringContaining('ada@client.example (mail to it came back for good)'),
    })
    await desk.clock.advance(hourMs)
    expect(desk.sender.sent).toEqual([])
    expect(await desk.news()).toMatchObject([{ type: 'message.cancelled', messageId: id }])
  })
})
