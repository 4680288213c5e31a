import { expect, it } from 'vitest'
import { accept } from '../pipeline.ts'
import { fakeChannel } from '../testing/fake-channel.ts'
import { intakeBench } from '../testing/intake-bench.ts'
import { parsedMessage } from '../testing/parsed-message.ts'

const lea = { name: 'Léa', address: 'lea@acme.example' }
const text =
  'Pour toi.\n\nDe : Ann <ann@x.example>\nEnvoyé : lundi\nÀ : Léa\nObjet : Devis\n\nBonjour, un devis ?'

it('mail that a colleague forwards is with the customer who wrote it', async () => {
  const bench = intakeBench()
  await bench.take(parsedMessage({ from: lea, subject: 'TR : Devis', text }))
  const [conversation] = await bench.conversations()
  expect(conversation).toMatchObject({ contactName: 'Ann', subject: 'Devis' })
  const message = await bench.message(conversation?.lastMessageId ?? '')
  expect(message).toMatchObject({ from: lea, forwardedFrom: { name: 'Ann', address: 'ann@x.example' } })
  const participants = await bench.read((tx) => tx.threads.participants([conversation?.id ?? '']))
  expect(participants.map(({ address }) => address)).toEqual(
    expect.arrayContaining(['ann@x.example', 'lea@acme.example']),
  )
})

it('mail through a group is from who wrote it, and proves nothing about him', async () => {
  const bench = intakeBench()
  const headers = new Map([['x-original-from', ['Ann <ann@customer.example>']]])
  const from = { name: "'Ann' via Sales", address: 'sales@acme.example' }
  const replyTo = [{ name: '', address: 'ann@customer.example' }]
  await bench.take(parsedMessage({ from, replyTo, headers }))
  const [conversation] = await bench.conversations()
  expect(conversation?.contactName).toBe('Ann')
  const message = await bench.message(conversation?.lastMessageId ?? '')
  expect(message?.from?.address).toBe('ann@customer.example')
})

it('a key of another system connects what it sends without references', async () => {
  const bench = intakeBench()
  const ctx = {
    ...bench.ctx,
    threadKeys: ({ subject }: { readonly subject: string }) => /\bINC\d+\b/.exec(subject)?.slice(0, 1) ?? [],
  }
  const monitor = { name: 'Monitor', address: 'monitor@tools.example' }
  const alarm = (mailId: string, subject: string) => parsedMessage({ mailId, from: monitor, subject })
  const channel = fakeChannel()
  const alarms = [
    alarm('1@m', 'INC42 disk full'),
    alarm('2@m', 'Resolved: INC42'),
    alarm('3@m', 'INC43 disk full'),
  ]
  await accept(ctx, { messages: alarms.map((one) => channel.received(one)), cursor: null })
  expect((await bench.conversations()).map(({ messageCount }) => messageCount).sort()).toEqual([1, 2])
})
