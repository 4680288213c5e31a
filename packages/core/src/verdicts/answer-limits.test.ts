import { describe, expect, it } from 'vitest'
import { type AnswerHistory, answerLimitReasons, defaultAnswerLimits } from './answer-limits.ts'

const now = new Date('2026-11-02T12:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const quiet: AnswerHistory = {
  ...{ now, receivedAt: ago(0.1), toSender: [], toSenderDomain: [], overall: [], inConversation: [] },
}

function reasons(changes: Partial<AnswerHistory>): readonly string[] {
  return answerLimitReasons({ ...quiet, ...changes }, defaultAnswerLimits)
}

const times = (count: number, at: Date) => Array.from({ length: count }, () => at)

describe('limits of automatic answers', () => {
  it('allow the first', () => {
    expect(reasons({})).toEqual([])
  })

  it.each<[string, Partial<AnswerHistory>, Partial<AnswerHistory>]>([
    ['one a week to a sender', { toSender: [ago(167)] }, { toSender: [ago(169)] }],
    [
      'twenty an hour to a domain',
      { toSenderDomain: times(20, ago(0.9)) },
      { toSenderDomain: times(19, ago(0.9)) },
    ],
    ['a hundred an hour to everybody', { overall: times(100, ago(0.9)) }, { overall: times(100, ago(1.1)) }],
    [
      'three in a conversation without a person',
      { inConversation: times(3, ago(900)) },
      { inConversation: times(2, now) },
    ],
    ['an hour after the message', { receivedAt: ago(1.1) }, { receivedAt: ago(0.9) }],
  ])('stop at %s, and not before', (_limit, reached, below) => {
    expect(reasons(reached)).toHaveLength(1)
    expect(reasons(below)).toEqual([])
  })

  it('end two desks that answer each other, whatever the headers say, after one answer each', () => {
    const sent: { readonly from: 0 | 1; readonly at: Date }[] = []
    let turn: 0 | 1 = 0
    for (let round = 0; round < 50; round += 1) {
      const at = new Date(now.getTime() + round * 1000)
      const own = sent.filter(({ from }) => from === turn).map((one) => one.at)
      const history = {
        now: at,
        receivedAt: at,
        toSender: own,
        toSenderDomain: own,
        overall: own,
        inConversation: own,
      }
      if (answerLimitReasons(history, defaultAnswerLimits).length > 0) break
      sent.push({ from: turn, at })
      turn = turn === 0 ? 1 : 0
    }
    expect(sent.map(({ from }) => from)).toEqual([0, 1])
  })
})
