/** When automatic answers were sent; counted without any header, which a relay may strip and a robot may forge. */
export interface AnswerHistory {
  readonly now: Date
  /** When the message that would be answered arrived. */
  readonly receivedAt: Date
  readonly toSender: readonly Date[]
  readonly toSenderDomain: readonly Date[]
  /** In the whole tenant. */
  readonly overall: readonly Date[]
  /** In the conversation, since a person last wrote in it. */
  readonly inConversation: readonly Date[]
}

/** At most `count` answers in `hours`. */
export interface AnswerLimit {
  readonly count: number
  readonly hours: number
}

export interface AnswerLimits {
  readonly sender: AnswerLimit
  readonly senderDomain: AnswerLimit
  readonly overall: AnswerLimit
  /** However long it takes, until a person writes. */
  readonly conversationCount: number
  /** An answer that comes later than this surprises more than it helps. */
  readonly maxAgeHours: number
}

const hourMs = 3_600_000

/** RFC 3834 §2 asks for one answer to a sender in several days; RFC 5230 §4.1 takes seven. */
export const defaultAnswerLimits: AnswerLimits = {
  sender: { count: 1, hours: 7 * 24 },
  senderDomain: { count: 20, hours: 1 },
  overall: { count: 100, hours: 1 },
  conversationCount: 3,
  maxAgeHours: 1,
}

/** Every limit that one more automatic answer would break, in words. */
export function answerLimitReasons(history: AnswerHistory, limits: AnswerLimits): readonly string[] {
  const { now, receivedAt, toSender, toSenderDomain, overall, inConversation } = history
  const reached = (sent: readonly Date[], { count, hours }: AnswerLimit): boolean =>
    sent.filter((at) => now.getTime() - at.getTime() < hours * hourMs).length >= count
  return [
    reached(toSender, limits.sender) ? `its sender had ${inWords(limits.sender)}` : null,
    reached(toSenderDomain, limits.senderDomain) ? `its domain had ${inWords(limits.senderDomain)}` : null,
    reached(overall, limits.overall) ? `everybody together had ${inWords(limits.overall)}` : null,
    inConversation.length >= limits.conversationCount
      ? `the conversation had ${inConversation.length} automatic answers and no person's`
      : null,
    now.getTime() - receivedAt.getTime() > limits.maxAgeHours * hourMs
      ? `it is older than ${limits.maxAgeHours} h`
      : null,
  ].filter((reason) => reason !== null)
}

function inWords({ count, hours }: AnswerLimit): string {
  return `${count} automatic answer${count === 1 ? '' : 's'} in ${hours} h`
}
