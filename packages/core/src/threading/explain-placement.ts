import type { Authentication, AuthenticationVerdict } from '../model/authentication.ts'
import type {
  JoinRefusal,
  Message,
  RefusedConversation,
  ThreadingRule,
  ThreadMove,
} from '../model/message.ts'

/** Why a message is where it is, in English sentences, strongest first. */
export function explainPlacement({
  threading,
  verdict,
  evidence,
  authentication,
}: Message): readonly string[] {
  const { rule, refused = [], moves = [] } = threading
  return [
    because[rule](threading.evidence),
    ...refused.map(refusal),
    ...(threading.repeatsMailId
      ? ['Another message had this Message-ID before: it may be a copy, or a disguise.']
      : []),
    ...moves.map(move),
    ...sender(authentication),
    evidence.length === 0
      ? `It counts as: ${verdict}.`
      : `It counts as: ${verdict}, because of ${evidence.join('; ')}.`,
  ]
}

const because: Readonly<Record<ThreadingRule, (evidence: string) => string>> = {
  token: (evidence) => `It answers a message of ours: it carries ${evidence}, which only we can make.`,
  reference: (evidence) =>
    `It refers to ${evidence}, which is in this conversation, and its sender belongs to it.`,
  'provider-thread': (evidence) => `The mail provider counts it to the same thread (${evidence}).`,
  'thread-index': (evidence) => `Outlook counts it to the same conversation (${evidence}).`,
  'thread-key': (evidence) => `Another system gave it the key ${evidence}, as it did to this conversation.`,
  subject: (evidence) =>
    `It is marked as an answer, refers to nothing, and the same two wrote about “${evidence}” here.`,
  address: (evidence) => `Messages of this channel name no other message; ${evidence} wrote here lately.`,
  reply: () => 'It was written here, as an answer in this conversation.',
  forward: () => 'It was written here, to pass on a message of this conversation.',
  report: (evidence) => `It reports what became of our message ${evidence}.`,
  new: () =>
    'Nothing that it refers to was known, or it was not allowed to join it: it opened a conversation.',
}

const refusals: Readonly<Record<JoinRefusal, string>> = {
  stranger: 'its sender takes no part in it',
  'unproven-sender': 'nothing proves that its sender is who he says',
  'forged-sender': 'its sender is not who he says',
  'too-old': 'the last word there is more than a year old',
  'changed-subject': 'it is about something else and that one is closed or silent',
}

function refusal({ conversationId, evidence, because: reason }: RefusedConversation): string {
  return `It points to conversation ${conversationId} (${evidence}) and was not let in: ${refusals[reason]}.`
}

const senders: Readonly<Record<AuthenticationVerdict, string>> = {
  pass: 'Its sender is proven',
  fail: 'Its sender is proven not to be who he says',
  unknown: 'Nothing proves its sender',
  unchecked: '',
}

function sender({ verdict, evidence }: Authentication): readonly string[] {
  if (verdict === 'unchecked') return []
  return [`${[senders[verdict], ...evidence].join('; ')}.`]
}

const moved: Readonly<Record<ThreadMove['cause'], string>> = {
  merge: 'merged the conversations',
  split: 'split it off',
  unmerge: 'took the conversation out again',
}

function move({ cause, actor, at, from }: ThreadMove): string {
  const who = actor.kind === 'system' ? 'the system' : `${actor.kind} ${actor.id}`
  return `On ${at} ${who} ${moved[cause]}: it came from conversation ${from}.`
}
