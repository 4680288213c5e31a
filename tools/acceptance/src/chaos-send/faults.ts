import { below } from '../seeded-random.ts'

/** Where in a conversation something goes wrong. `handshake` is the TLS one; `after` is the silence before QUIT. */
const connectionSteps = ['greeting', 'ehlo', 'starttls', 'handshake', 'secured-ehlo', 'auth'] as const
const messageSteps = ['mail', 'rcpt', 'data', 'body', 'dot', 'after', 'quit'] as const

export type Step = (typeof connectionSteps)[number] | (typeof messageSteps)[number]

/**
 * What happens there: the connection is closed or reset, nothing is said any more, a negative reply (`later` is 4xx,
 * `never` is 5xx, `shutdown` is 421 and the end), the first bytes of the reply and the end, something that is not SMTP.
 */
const kinds = ['close', 'reset', 'stall', 'later', 'never', 'shutdown', 'cut-reply', 'garbage'] as const

export type FaultKind = (typeof kinds)[number]

export interface Fault {
  readonly step: Step
  readonly kind: FaultKind
  /** At `dot`: the server has the message, whatever becomes of its reply. */
  readonly isTaken: boolean
  /** From 0 to below 1: which byte of the message, which recipient. */
  readonly place: number
}

/** Deals faults for as long as it goes on; null: this time all is well. */
export interface FaultDeck {
  /** For a connection that was opened. */
  connection(): Fault | null
  /** For a message that is announced. */
  message(): Fault | null
  /** From now on all is well. */
  calm(): void
}

/** Out of so many connections, or messages, one goes well. */
const wellOneIn = 3

/** Every fault at every step comes up as often as every other one, in the order of the seed. */
export function faultDeck(random: () => number): FaultDeck {
  const connections = dealer(random, connectionFaults())
  const messages = dealer(random, messageFaults())
  let isCalm = false
  return {
    // A connection that fails shows no message: most go well, or nothing behind them would be tested.
    connection: () => (isCalm || below(random, wellOneIn + 1) > 0 ? null : connections()),
    message: () => (isCalm || below(random, wellOneIn) === 0 ? null : messages()),
    calm() {
      isCalm = true
    },
  }
}

type Card = Omit<Fault, 'place'>

function connectionFaults(): readonly Card[] {
  return connectionSteps.flatMap((step) =>
    (step === 'handshake' ? (['close', 'reset', 'stall', 'garbage'] as const) : kinds).map((kind) => ({
      ...{ step, kind, isTaken: false },
    })),
  )
}

function messageFaults(): readonly Card[] {
  return messageSteps.flatMap((step): readonly Card[] => {
    const cards = kindsAt(step).map((kind) => ({ step, kind, isTaken: step === 'after' || step === 'quit' }))
    // Bytes are many: each kind comes up at four places for every time that a command fails.
    if (step === 'body') return [cards, cards, cards, cards].flat()
    // A server that took the message and says 451 would be lying; one that says nothing, or not all, is not.
    const taken = cards.filter(({ kind }) => !isNegative(kind)).map((card) => ({ ...card, isTaken: true }))
    return step === 'dot' ? [...cards, ...taken] : cards
  })
}

function kindsAt(step: Step): readonly FaultKind[] {
  // Nobody waits for a reply there.
  if (step === 'body') return kinds.filter((kind) => kind !== 'cut-reply' && kind !== 'garbage')
  if (step === 'after' || step === 'quit') return ['close', 'reset', 'stall', 'never', 'shutdown', 'garbage']
  return kinds
}

export function isNegative(kind: FaultKind): boolean {
  return kind === 'later' || kind === 'never' || kind === 'shutdown'
}

function dealer(random: () => number, cards: readonly Card[]): () => Fault {
  let left: Card[] = []
  return () => {
    if (left.length === 0) left = [...cards]
    const [card] = left.splice(below(random, left.length), 1)
    if (card === undefined) throw new RangeError('a deck has cards')
    return { ...card, place: random() }
  }
}
