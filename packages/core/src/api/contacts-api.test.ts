import { beforeEach, describe, expect, it } from 'vitest'
import { addressKey } from '../model/address.ts'
import { accept } from '../pipeline.ts'
import { fakeChannel } from '../testing/fake-channel.ts'
import { parsedMessage } from '../testing/parsed-message.ts'
import { claire, paul, type RearrangingDesk, rearrangingDesk } from '../testing/rearranging-desk.ts'

let desk: RearrangingDesk

beforeEach(() => {
  desk = rearrangingDesk()
})

const phone = '+33612345678'
const ada = { kind: 'person', id: 'ada' } as const

/** The contact of somebody who has written. */
async function contactOf(from: { readonly name: string; readonly address: string }) {
  const { contactId } = await desk.take({ from })
  return desk.acme.contacts.get(contactId ?? '')
}

/** The types and data of the events that work caused. */
async function news(work: () => Promise<unknown>) {
  const { position } = await desk.acme.events.after(null)
  await work()
  const { events } = await desk.acme.events.after(position)
  return events.map(({ type, actor, data }) => ({ type, actor, data }))
}

describe('a contact', () => {
  it('is created with addresses as people write them, and found by any of them', async () => {
    const input = { name: ' Élodie Le Goff ', addresses: ['Elodie@Client.example', '+33 6 12 34 56 78'] }
    const created = await desk.acme.contacts.create(input)
    expect(created).toMatchObject({ name: 'Élodie Le Goff', addresses: [phone, 'elodie@client.example'] })
    expect(await contactOf({ name: 'E.', address: phone })).toEqual(created)
    for (const search of ['elodie', 'GOFF', '06 12 34', 'client.example']) {
      expect((await desk.acme.contacts.list({ search })).items).toEqual([created])
    }
    expect((await desk.acme.contacts.list({ search: 'martin' })).items).toEqual([])
  })

  it('is refused an address that another one has, whose name is said, and then nothing is changed', async () => {
    const known = await contactOf(claire)
    const conflict = { code: 'conflict', message: expect.stringContaining(`Claire (contact ${known.id})`) }
    const input = { name: 'Other', addresses: ['other@x.example', claire.address] }
    await expect(desk.acme.contacts.create(input)).rejects.toMatchObject(conflict)
    expect((await desk.acme.contacts.list()).items).toEqual([known])
    const other = await contactOf(paul)
    const adding = desk.acme.contacts.addAddress(other.id, claire.address)
    await expect(adding).rejects.toMatchObject(conflict)
  })

  it.each([
    [{ name: 'x', addresses: [] }, 'addresses'],
    [{ name: 'x', addresses: ['06 12 34 56 78'] }, 'addresses.0'],
    [{ name: 'x'.repeat(201), addresses: [phone] }, 'name'],
  ])('is refused when it is wrong: %j', async (input, field) => {
    await expect(desk.acme.contacts.create(input)).rejects.toMatchObject({ code: 'invalid-input', field })
  })

  it('gives its new name to its conversations and to those that come', async () => {
    const { contactId, id } = await desk.take({ from: claire })
    const other = await desk.take({ from: paul })
    const events = await news(() => desk.acme.contacts.update(contactId ?? '', { name: 'Claire Petit' }, ada))
    expect(events).toEqual([{ type: 'contact.changed', actor: ada, data: { contact: contactId } }])
    expect((await desk.acme.conversations.get(id)).contactName).toBe('Claire Petit')
    expect((await desk.take({ from: claire })).contactName).toBe('Claire Petit')
    expect((await desk.acme.conversations.get(other.id)).contactName).toBe('Paul')
    expect(await news(() => desk.acme.contacts.update(contactId ?? '', { name: 'Claire Petit' }))).toEqual([])
  })

  it('gains and loses addresses, and keeps its conversations', async () => {
    const { contactId, id } = await desk.take({ from: claire })
    const contact = contactId ?? ''
    const more = await desk.acme.contacts.addAddress(contact, '0033 6 12 34 56 78')
    expect(more.addresses).toEqual([phone, addressKey(claire.address)])
    expect((await desk.take({ from: { name: '', address: phone } })).contactId).toBe(contact)
    const less = await desk.acme.contacts.removeAddress(contact, claire.address.toUpperCase())
    expect(less.addresses).toEqual([phone])
    expect((await desk.acme.conversations.get(id)).contactId).toBe(contact)
    expect((await desk.take({ from: claire })).contactId).not.toBe(contact)
  })

  it('keeps its last address, and loses none that it does not have', async () => {
    const { id } = await contactOf(claire)
    const remove = (address: string) => desk.acme.contacts.removeAddress(id, address)
    await expect(remove(claire.address)).rejects.toMatchObject({ code: 'conflict' })
    await expect(remove(paul.address)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('one person known under several addresses', () => {
  it('has one history over all channels, latest first', async () => {
    const { id } = await desk.acme.contacts.create({ name: 'Claire', addresses: [claire.address, phone] })
    const { ctx } = desk.bench
    const sms = {
      ...ctx,
      integrationId: '00000000-0000-7000-8000-000000000002',
      channel: { ...ctx.channel, medium: 'sms' as const },
    }
    const text = (minute: number) =>
      parsedMessage({
        ...{ mailId: null, externalId: `sms:${minute}`, subject: '', from: { name: '', address: phone } },
        sentAt: new Date(Date.UTC(2026, 0, 2, 0, minute)),
      })
    await desk.take({ from: claire })
    await accept(sms, { messages: [fakeChannel().received(text(1))], cursor: null })
    await desk.take({ from: claire, sentAt: new Date(Date.UTC(2026, 0, 3)) })
    await desk.take({ from: paul })
    const { items } = await desk.acme.conversations.list({ contactId: id })
    expect(items.map(({ medium, contactName }) => [medium, contactName])).toEqual([
      ['email', 'Claire'],
      ['sms', 'Claire'],
      ['email', 'Claire'],
    ])
  })
})

describe('who may be the same person', () => {
  const suggestionsOf = async (id: string) =>
    (await desk.acme.contacts.suggestions(id)).map(({ contact, reasons }) => [
      contact.name,
      ...reasons.map(({ likeness, evidence }) => `${likeness}: ${evidence}`),
    ])

  it('is suggested with the reasons, strongest first, and never merged', async () => {
    const create = (name: string, ...addresses: string[]) => desk.acme.contacts.create({ name, addresses })
    const one = await create('Élodie Le Goff', 'elodie.legoff@one.example', phone)
    await create('elodie LE GOFF', 'elodie.legoff@two.example')
    await create('Somebody', 'elodie.legoff@three.example')
    await create('Élodie', 'contact@one.example')
    await desk.take({ from: { name: 'Typed', address: '0612345678' } })
    expect(await suggestionsOf(one.id)).toEqual([
      ['Typed', 'same-number: 612345678'],
      ['elodie LE GOFF', 'same-name: elodie LE GOFF', 'same-mailbox: elodie.legoff'],
      ['Somebody', 'same-mailbox: elodie.legoff'],
    ])
  })

  it('is suggested when one message came from addresses of two contacts, until they are one', async () => {
    const [one, other] = [await contactOf({ name: 'A', address: phone }), await contactOf(paul)]
    await desk.take({ from: { name: 'A', address: phone }, fromAlso: [paul.address] })
    expect(await suggestionsOf(one.id)).toEqual([['Paul', `same-message: ${paul.address}`]])
    expect(await suggestionsOf(other.id)).toEqual([['A', `same-message: ${phone}`]])
    await desk.acme.contacts.merge(other.id, { into: one.id })
    expect(await suggestionsOf(one.id)).toEqual([])
  })
})

it('of another tenant nothing is found', async () => {
  const { id } = await contactOf(claire)
  const other = desk.other.contacts
  const merged = { code: 'not-found' }
  await expect(other.get(id)).rejects.toMatchObject(merged)
  await expect(other.update(id, { name: 'x' })).rejects.toMatchObject(merged)
  await expect(other.addAddress(id, phone)).rejects.toMatchObject(merged)
  await expect(other.merge(id, { into: id })).rejects.toMatchObject(merged)
  await expect(other.suggestions(id)).rejects.toMatchObject(merged)
  expect((await other.list()).items).toEqual([])
})
