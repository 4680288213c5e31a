import { expect, it } from 'vitest'
import { claire, paul, rearrangingDesk } from '../testing/rearranging-desk.ts'

it('tells what led a message to its conversation, and which message it answers', async () => {
  const { acme, take } = rearrangingDesk()
  const first = await take({ from: claire })
  const second = await take({ from: claire, inReplyTo: ['1@x'] })
  const explanation = await acme.messages.explain(second.lastMessageId)
  expect(explanation).toMatchObject({
    ...{ conversationId: first.id, rule: 'reference', evidence: '1@x', answers: first.lastMessageId },
    ...{ refused: [], moves: [], verdict: 'person', authentication: { verdict: 'unchecked' } },
  })
  expect(explanation.words[0]).toContain('It refers to 1@x')
  expect(await acme.messages.explain(first.lastMessageId)).toMatchObject({ rule: 'new', answers: null })
})

it('tells which conversation was considered in vain, and why, by the id it has today', async () => {
  const { acme, take } = rearrangingDesk()
  const [wanted, other] = [await take({ from: claire }), await take({ from: claire })]
  const refused = await take({ from: paul, inReplyTo: ['1@x'] })
  await acme.conversations.merge(wanted.id, { into: other.id })
  const explanation = await acme.messages.explain(refused.lastMessageId)
  expect(explanation.refused).toEqual([
    { conversationId: other.id, rule: 'reference', evidence: '1@x', because: 'stranger', subject: 'Sujet 1' },
  ])
  expect(explanation.words.join(' ')).toContain('was not let in: its sender takes no part in it')
})

it('tells who moved it since', async () => {
  const { acme, take } = rearrangingDesk()
  const [a, b] = [await take(), await take()]
  const actor = { kind: 'person', id: 'ada' } as const
  const { mergeId } = await acme.conversations.merge(b.id, { into: a.id }, actor)
  await acme.conversations.unmerge(mergeId)
  const { moves, words } = await acme.messages.explain(b.lastMessageId)
  expect(moves).toMatchObject([
    { cause: 'merge', from: b.id, to: a.id, actor },
    { cause: 'unmerge', from: a.id, to: b.id },
  ])
  expect(words.filter((sentence) => sentence.includes('person ada merged the conversations'))).toHaveLength(1)
})

it('knows nothing of messages that do not exist', async () => {
  const { acme } = rearrangingDesk()
  await expect(acme.messages.explain('nothing')).rejects.toMatchObject({ code: 'not-found' })
})
