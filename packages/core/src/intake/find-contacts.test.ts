import { expect, it } from 'vitest'
import type { Contact } from '../model/contact.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { intakeBench } from '../testing/intake-bench.ts'
import { parsedMessage } from '../testing/parsed-message.ts'

const phone = '+33612345678'
let count = 0

/** A message from one address whose sender certainly has others. */
function from(address: string, ...fromAlso: readonly string[]): ParsedMessage {
  count += 1
  return parsedMessage({
    mailId: `${count}@x`,
    from: { name: 'Ada', address },
    fromAlso,
    subject: `${count}`,
  })
}

/** The contacts of all conversations after these messages, by id. */
async function contactsAfter(...messages: readonly ParsedMessage[]): Promise<readonly Contact[]> {
  const bench = intakeBench()
  for (const message of messages) await bench.take(message)
  const ids = new Set((await bench.conversations()).map(({ contactId }) => contactId ?? ''))
  return bench.read(async (tx) => {
    const contacts = await Promise.all([...ids].map((id) => tx.contacts.get(id)))
    return contacts.filter((contact) => contact !== null)
  })
}

it('whoever has a number and a user id is one contact, under whichever of them the next message comes', async () => {
  const contacts = await contactsAfter(from(phone, 'US.1349'), from('US.1349'), from(phone))
  expect(contacts.map(({ addresses }) => addresses)).toEqual([[phone, 'us.1349']])
})

it('a contact gains an address that it did not have', async () => {
  const contacts = await contactsAfter(from(phone), from('US.1349', phone))
  expect(contacts.map(({ addresses }) => addresses)).toEqual([[phone, 'us.1349']])
})

it('two contacts are never made one by a message', async () => {
  const contacts = await contactsAfter(from(phone), from('US.1349'), from(phone, 'US.1349'))
  expect(contacts.map(({ addresses }) => addresses).sort()).toEqual([[phone], ['us.1349']])
})

it('what the channel knows of a sender says nothing of whom a forwarded message is from', async () => {
  const forwarded = parsedMessage({
    ...{ mailId: 'f@x', from: { name: 'Sophie', address: 'sophie@acme.example' }, fromAlso: [phone] },
    ...{
      subject: 'TR: Commande',
      text: 'Bonjour,\n\n---------- Forwarded message ---------\nDe : Paul <paul@client.example>\nObjet : Commande\n\nOù est-elle ?',
    },
  })
  const contacts = await contactsAfter(forwarded)
  expect(contacts.map(({ addresses }) => addresses)).toEqual([['paul@client.example']])
})
