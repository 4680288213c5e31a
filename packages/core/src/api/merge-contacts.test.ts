import { beforeEach, describe, expect, it } from 'vitest'
import type { Contact } from '../model/contact.ts'
import { claire, paul, type RearrangingDesk, rearrangingDesk } from '../testing/rearranging-desk.ts'

let desk: RearrangingDesk

beforeEach(() => {
  desk = rearrangingDesk()
})

const zoe = { name: 'Zoe', address: 'zoe@customer.example' }
const nobody = { name: '', address: 'nameless@customer.example' }
const ada = { kind: 'person', id: 'ada' } as const

type Person = typeof claire

/** Somebody writes; returns the contact and the conversation's id. */
async function writes(from: Person, to?: Person): Promise<Contact & { readonly conversation: string }> {
  const cc = to === undefined ? [] : [to]
  const { contactId, id } = await desk.take({ from, cc })
  return { ...(await desk.acme.contacts.get(contactId ?? '')), conversation: id }
}

/** The conversations of a contact as [id, name]. */
async function historyOf(contactId: string): Promise<readonly (readonly [string, string])[]> {
  const { items } = await desk.acme.conversations.list({ contactId })
  return items.map(({ id, contactName }) => [id, contactName] as const).sort()
}

const merge = async (one: Contact, other: Contact): Promise<string> =>
  (await desk.acme.contacts.merge(one.id, { into: other.id }, ada)).mergeId

const conflict = { code: 'conflict' }

describe('merging contacts', () => {
  it('takes addresses and conversations along; what comes later from either is one person’s', async () => {
    const [one, other] = [await writes(paul), await writes(claire)]
    await merge(one, other)
    const later = await writes(paul)
    expect(later).toMatchObject({ id: other.id, name: 'Claire', addresses: [claire.address, paul.address] })
    const all = [one.conversation, other.conversation, later.conversation]
    expect(await historyOf(other.id)).toEqual(all.map((id) => [id, 'Claire']).sort())
  })

  it('keeps both ids valid everywhere, also through a chain', async () => {
    const [a, b, c] = [await writes(paul), await writes(claire), await writes(zoe)]
    await merge(a, b)
    await merge(b, c)
    const merged = await desk.acme.contacts.get(c.id)
    for (const { id } of [a, b]) {
      expect(await desk.acme.contacts.get(id)).toEqual(merged)
      expect(await historyOf(id)).toEqual(await historyOf(c.id))
    }
    expect((await desk.acme.contacts.update(a.id, { name: 'All' })).id).toBe(c.id)
    expect((await desk.acme.contacts.list()).items.map(({ name }) => name)).toEqual(['All'])
  })

  it('is refused with itself and with one that it was merged into', async () => {
    const [a, b] = [await writes(paul), await writes(claire)]
    await expect(merge(a, a)).rejects.toMatchObject(conflict)
    await merge(a, b)
    await expect(merge(b, a)).rejects.toMatchObject(conflict)
    await expect(merge(a, b)).rejects.toMatchObject(conflict)
  })

  it('says who did it, and gives a name to a contact that has none', async () => {
    const [a, b] = [await writes(paul), await writes(nobody)]
    const { position } = await desk.acme.events.after(null)
    const mergeId = await merge(a, b)
    const { events } = await desk.acme.events.after(position)
    expect(events.map(({ type, actor, data }) => ({ type, actor, data }))).toEqual([
      {
        ...{ type: 'contact.merged', actor: ada },
        data: { contact: b.id, from: a.id, merge: mergeId, conversations: 1 },
      },
    ])
    expect((await desk.acme.contacts.get(b.id)).name).toBe('Paul')
    expect(await desk.acme.contacts.merges(b.id)).toEqual([
      expect.objectContaining({
        id: mergeId,
        fromId: a.id,
        name: 'Paul',
        addresses: [paul.address],
        actor: ada,
      }),
    ])
  })
})

describe('taking a merged contact out again', () => {
  it('gives back what came with it and what came from its addresses since, under its name', async () => {
    const [one, other] = [await writes(paul), await writes(claire)]
    const mergeId = await merge(one, other)
    const [since, others] = [await writes(paul), await writes(claire)]
    const restored = await desk.acme.contacts.unmerge(mergeId, ada)
    expect(restored).toEqual({ ...one, conversation: undefined })
    expect(await historyOf(one.id)).toEqual([one, since].map((it) => [it.conversation, 'Paul']).sort())
    expect(await historyOf(other.id)).toEqual([other, others].map((it) => [it.conversation, 'Claire']).sort())
    expect((await writes(paul)).id).toBe(one.id)
    expect(await desk.acme.contacts.merges(other.id)).toEqual([])
    await expect(desk.acme.contacts.unmerge(mergeId)).rejects.toMatchObject(conflict)
  })

  it('of a conversation in which both take part, whoever began it decides', async () => {
    const [one, other] = [await writes(paul), await writes(claire)]
    const mergeId = await merge(one, other)
    const [byPaul, byClaire] = [await writes(paul, claire), await writes(claire, paul)]
    await desk.acme.contacts.unmerge(mergeId)
    expect((await historyOf(one.id)).map(([id]) => id)).toContain(byPaul.conversation)
    expect((await historyOf(other.id)).map(([id]) => id)).toContain(byClaire.conversation)
  })

  it('leaves what the other contact had before, also where both take part', async () => {
    const shared = await writes(claire, paul)
    const one = await writes(paul)
    await desk.acme.contacts.unmerge(await merge(one, shared))
    expect((await historyOf(shared.id)).map(([id]) => id)).toEqual([shared.conversation])
  })

  it('works inside a chain, in either order, and each gets its own', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      desk = rearrangingDesk()
      const [a, b, c] = [await writes(paul), await writes(claire), await writes(zoe)]
      const merges = [await merge(a, b), await merge(b, c)]
      expect((await desk.acme.contacts.merges(c.id)).map(({ id }) => id).sort()).toEqual(merges.toSorted())
      for (const index of order) await desk.acme.contacts.unmerge(merges[index] ?? '')
      for (const { conversation, ...contact } of [a, b, c]) {
        expect(await desk.acme.contacts.get(contact.id)).toEqual(contact)
        expect(await historyOf(contact.id)).toEqual([[conversation, contact.name]])
      }
    }
  })

  it('takes back the name that it gave, unless somebody changed it', async () => {
    const [a, b] = [await writes(paul), await writes(nobody)]
    await desk.acme.contacts.unmerge(await merge(a, b))
    expect((await desk.acme.contacts.get(b.id)).name).toBe('')
    const again = await merge(a, b)
    await desk.acme.contacts.update(b.id, { name: 'Somebody' })
    await desk.acme.contacts.unmerge(again)
    expect((await desk.acme.contacts.get(b.id)).name).toBe('Somebody')
    expect(await historyOf(a.id)).toEqual([[a.conversation, 'Paul']])
  })

  it('is refused when one of the two would have no address left', async () => {
    const [a, b] = [await writes(paul), await writes(claire)]
    const mergeId = await merge(a, b)
    await desk.acme.contacts.removeAddress(b.id, paul.address)
    await expect(desk.acme.contacts.unmerge(mergeId)).rejects.toMatchObject(conflict)
    await desk.acme.contacts.addAddress(b.id, paul.address)
    await desk.acme.contacts.removeAddress(b.id, claire.address)
    await expect(desk.acme.contacts.unmerge(mergeId)).rejects.toMatchObject(conflict)
    await desk.acme.contacts.addAddress(b.id, zoe.address)
    expect((await desk.acme.contacts.unmerge(mergeId)).addresses).toEqual([paul.address])
  })

  it('of an id that is none, or another tenant’s, is not found', async () => {
    const mergeId = await merge(await writes(paul), await writes(claire))
    const missing = { code: 'not-found' }
    await expect(desk.other.contacts.unmerge(mergeId)).rejects.toMatchObject(missing)
    await expect(desk.acme.contacts.unmerge('x')).rejects.toMatchObject(missing)
  })
})
