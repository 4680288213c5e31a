import { type Fault, type FaultDeck, isNegative, type Step } from './faults.ts'

/** The server's side of one conversation, whatever carries it. */
export interface Talk {
  greet(): void
  hear(chunk: Buffer): void
}

export interface TalkOptions {
  readonly deck: FaultDeck
  say(reply: string): void
  /** Says the last word. */
  end(reply: string): void
  /** Does what the fault says in place of the normal reply. */
  fail(fault: Fault, normal: string): void
  /** Goes on over TLS. */
  secure(): void
  reached(step: Step): void
  /** The message to this recipient (the first one) is asked for. */
  ask(recipient: string): void
  take(raw: Buffer): void
}

interface State {
  /** Not yet read. */
  rest: Buffer
  /** The message so far; null between messages. */
  body: Buffer | null
  isSecure: boolean
  /** A reply was given in mid-message: there will be none after the dot. */
  isAnswered: boolean
  connectionFault: Fault | null
  messageFault: Fault | null
  /** Those that were taken. */
  recipients: string[]
  /** Recipients that were named so far, taken or not. */
  named: number
}

const dot = Buffer.from('\r\n.\r\n')
/** About the length of the messages of the test. */
const usualLength = 1_600
const maxRecipients = 3

export function talk(options: TalkOptions): Talk {
  const state: State = {
    ...{ rest: Buffer.alloc(0), body: null, isSecure: false, isAnswered: false, recipients: [], named: 0 },
    ...{ connectionFault: options.deck.connection(), messageFault: null },
  }
  return {
    greet: () => void reply(options, state, 'greeting', '220 mail.test ESMTP'),
    hear(chunk) {
      state.rest = Buffer.concat([state.rest, chunk])
      // Commands that came together are taken one by one; after STARTTLS what follows is not for us (RFC 3207 §4.2).
      while (state.body === null ? hearLine(options, state) : hearBody(options, state));
    },
  }
}

/** True when there may be more to read. */
function hearLine(options: TalkOptions, state: State): boolean {
  const end = state.rest.indexOf('\r\n')
  if (end < 0) return false
  const line = state.rest.subarray(0, end).toString('latin1')
  state.rest = state.rest.subarray(end + 2)
  const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? ''
  const hear = commands[verb]
  if (hear === undefined) options.say('502 5.5.1 no such command')
  else hear(options, state, line)
  return true
}

type Hear = (options: TalkOptions, state: State, line: string) => void

const commands: Readonly<Record<string, Hear | undefined>> = {
  EHLO(options, state) {
    const features = state.isSecure ? '250 AUTH PLAIN' : '250 STARTTLS'
    const step = state.isSecure ? 'secured-ehlo' : 'ehlo'
    reply(options, state, step, `250-mail.test\r\n250-ENHANCEDSTATUSCODES\r\n${features}`)
  },
  STARTTLS(options, state) {
    if (!reply(options, state, 'starttls', '220 go ahead')) return
    state.isSecure = true
    state.rest = Buffer.alloc(0)
    options.reached('handshake')
    const fault = faultAt(state, 'handshake')
    if (fault === null) options.secure()
    else options.fail(fault, '')
  },
  AUTH: (options, state) => void reply(options, state, 'auth', '235 2.7.0 welcome'),
  MAIL(options, state) {
    state.messageFault = options.deck.message()
    state.recipients = []
    state.named = 0
    reply(options, state, 'mail', '250 2.1.0 ok')
  },
  RCPT(options, state, line) {
    const recipient = /<([^>]*)>/.exec(line)?.[1] ?? ''
    const isItsTurn = Math.floor((state.messageFault?.place ?? 0) * maxRecipients) <= state.named
    state.named += 1
    if (!isItsTurn) {
      options.reached('rcpt')
      options.say('250 2.1.5 ok')
    } else if (!reply(options, state, 'rcpt', '250 2.1.5 ok')) return
    state.recipients.push(recipient)
  },
  DATA(options, state) {
    if (state.recipients.length === 0) return options.say('503 5.5.1 no recipients')
    if (!reply(options, state, 'data', '354 go ahead')) return
    options.ask(state.recipients[0] ?? '')
    state.body = Buffer.alloc(0)
    state.isAnswered = false
  },
  RSET(options, state) {
    state.recipients = []
    options.say('250 2.0.0 ok')
  },
  NOOP: (options) => options.say('250 2.0.0 ok'),
  QUIT(options, state) {
    options.reached('quit')
    const fault = faultAt(state, 'quit')
    if (fault === null) options.end('221 2.0.0 bye')
    else options.fail(fault, '221 2.0.0 bye')
  },
}

/** True when the message is complete and there may be more. */
function hearBody(options: TalkOptions, state: State): boolean {
  if (state.body === null || state.rest.length === 0) return false
  options.reached('body')
  const body = Buffer.concat([state.body, state.rest])
  const end = body.indexOf(dot)
  state.rest = Buffer.alloc(0)
  // The bytes of the final dot count as well, but for its last one: that is the step `dot`.
  const last = end < 0 ? body.length : end + dot.length - 1
  const failsAt = Math.floor((state.messageFault?.place ?? 0) * usualLength)
  if (!state.isAnswered && (failsAt < last || end >= 0)) {
    const fault = faultAt(state, 'body')
    if (fault !== null) {
      state.isAnswered = true
      options.fail(fault, '')
      if (!isNegative(fault.kind) || fault.kind === 'shutdown') return false
    }
  }
  if (end < 0) {
    state.body = body
    return false
  }
  state.body = null
  state.rest = body.subarray(end + dot.length)
  if (!state.isAnswered) finish(options, state, body.subarray(0, end + 2))
  return true
}

function finish(options: TalkOptions, state: State, raw: Buffer): void {
  const isRefused = state.messageFault?.step === 'dot' && !state.messageFault.isTaken
  options.reached('dot')
  if (!isRefused) options.take(raw)
  const isDone = reply(options, state, 'dot', isRefused ? '451 4.3.0 not taken' : '250 2.0.0 queued')
  if (!isDone) return
  options.reached('after')
  const fault = faultAt(state, 'after')
  if (fault !== null) options.fail(fault, '')
}

/** True when the reply was the normal one. */
function reply(options: TalkOptions, state: State, step: Step, normal: string): boolean {
  options.reached(step)
  const fault = faultAt(state, step)
  if (fault === null) options.say(normal)
  else options.fail(fault, normal)
  return fault === null
}

/** Each fault happens once. */
function faultAt(state: State, step: Step): Fault | null {
  if (state.connectionFault?.step === step) {
    const fault = state.connectionFault
    state.connectionFault = null
    return fault
  }
  if (state.messageFault?.step !== step) return null
  const fault = state.messageFault
  state.messageFault = null
  return fault
}
