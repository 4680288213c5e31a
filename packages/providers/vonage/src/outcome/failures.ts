/** Why a text did not arrive: `hard` says that the address is of no use, `soft` that this message failed. */
export interface Failure {
  readonly kind: 'hard' | 'soft'
  /** A sentence for the person who wrote it. */
  readonly sentence: string
}

/** What a number of the Messages API means; its own words are for developers. */
export function messagesFailure(code: string | null): Failure {
  return failureOf(messagesFailures, code)
}

/** The same for the `err-code` of a delivery receipt. */
export function receiptFailure(code: string | null): Failure {
  return failureOf(receiptFailures, code)
}

function failureOf(failures: ReadonlyMap<number, Failure>, code: string | null): Failure {
  const known = code === null ? undefined : failures.get(Number(code))
  const sentence =
    code === null ? 'The message was not delivered.' : `The message was not delivered (error ${code}).`
  return known ?? { kind: 'soft', sentence }
}

const soft = (sentence: string): Failure => ({ kind: 'soft', sentence })
const hard = (sentence: string): Failure => ({ kind: 'hard', sentence })

const busy = soft('Vonage took too many messages at once; send it again later.')
const down = soft('A network on the way failed; send it again later.')
const absent = soft('The phone is switched off or out of reach; send it again later.')
const ours = soft(
  'Vonage refused the form of the message; this is a fault of the settings or of this program.',
)
const account = soft('The Vonage account may not send: look at its balance and its permissions.')
const sender = soft('The network of the recipient does not take messages from our number.')
const barred = hard('This number cannot receive messages.')
const media = soft('The file of the message could not be used.')

const messagesFailures: ReadonlyMap<number, Failure> = new Map([
  ...each([1000, 1241], busy),
  ...each([1030, 1100, 1331, 1220, 1230], down),
  [1180, absent],
  ...each([1010, 1020, 1021, 1040, 1090, 1130, 1150, 1170], ours),
  ...each([1400, 1410, 1420, 1430, 1440, 1450], ours),
  [1022, soft('The template does not exist, or its places are not filled in as it wants.')],
  ...each([1060, 1070, 1080, 1370], account),
  ...each([1120, 1140, 1160, 1250, 1260], sender),
  ...each([1050, 1190, 1200, 1270, 1280, 1310], barred),
  [1210, soft('The network of the recipient took the message for unwanted advertising.')],
  [1240, hard('The recipient has asked to receive no more messages.')],
  [1290, hard('The recipient has no credit left to receive messages.')],
  [1300, hard('This number is not on WhatsApp.')],
  [1320, soft('The message had been sent before.')],
  [1340, soft('The customer wrote more than 24 hours ago: only a template may be sent.')],
  ...each([1350, 1351, 1380, 1381, 1382], media),
  [1330, soft('The message was not delivered, and Vonage does not know why.')],
  [1360, soft('The message could not be delivered in time.')],
])

const receiptFailures: ReadonlyMap<number, Failure> = new Map([
  [1, soft('The message was not delivered, and Vonage does not know why.')],
  [2, absent],
  [3, hard('The phone has been out of reach for long: the number is probably not in use any more.')],
  [4, hard('The recipient does not accept messages from us.')],
  [5, soft('The number has moved to another network, and the message did not find it.')],
  [6, soft('The network of the recipient took the message for unwanted advertising.')],
  [7, absent],
  [8, down],
  [9, barred],
  [10, ours],
  ...each([11, 12], soft('There is no way to the network of the recipient.')),
  ...each([13, 14], barred),
  [15, hard('The recipient has no credit left to receive messages.')],
])

function each(codes: readonly number[], failure: Failure): readonly (readonly [number, Failure])[] {
  return codes.map((code) => [code, failure])
}
