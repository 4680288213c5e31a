import type { CallbackSettlement, HeldCallback, HeldPart } from '../ports/callback-records.ts'
import type { ReceivedMessage } from '../ports/channel.ts'
import type { CallbackContent, ChannelWebhook, KeptCallback, MessagePart } from '../ports/webhook.ts'

/** Callbacks that are settled together, and what they say. */
export interface CallbackUnit {
  readonly callbacks: readonly KeptCallback[]
  readonly messages: readonly ReceivedMessage[]
  readonly outcomes: CallbackSettlement['outcomes']
}

export interface Understood {
  readonly units: readonly CallbackUnit[]
  /** Parts that begin to wait. */
  readonly held: readonly HeldPart[]
}

export interface WaitingCallbacks {
  /** In the order of arrival, as everything here. */
  readonly pending: readonly KeptCallback[]
  readonly held: readonly HeldCallback[]
  /** Nothing else is pending: what is missing of a message has really not come. */
  readonly areAll: boolean
  readonly now: Date
}

/** A message whose parts do not all come is shown as it is after this time. */
const patienceMs = 15 * 60_000
/** Numbers of groups are few and used again: parts that are further apart are not of one message. */
const groupMs = 6 * 60 * 60_000
const mostParts = 255

/**
 * Reads what was kept and makes messages of parts: at once when all are there, of those that came when the others did
 * not come in time. What cannot be read becomes a message as it is, which nobody can parse: then a person sees it.
 */
export function understandCallbacks(webhook: ChannelWebhook, waiting: WaitingCallbacks): Understood {
  const read = waiting.pending.map((callback) => ({ callback, content: contentOf(webhook, callback) }))
  const isPart = (content: CallbackContent | null) =>
    content?.part !== undefined && canWait(webhook, content.part)
  const whole = read.filter(({ content }) => !isPart(content))
  const parts = read.flatMap(({ callback, content }): HeldCallback[] =>
    content?.part !== undefined && isPart(content) ? [{ ...callback, part: content.part }] : [],
  )
  const { sets, repeated } = gather([...waiting.held, ...parts])
  const isOver = ({ firstAt, total, parts: { size } }: PartSet) =>
    size === total || (waiting.areAll && waiting.now.getTime() - firstAt >= patienceMs)
  const isHeld = new Set(waiting.held.map(({ callbackId }) => callbackId))
  const begin = sets.filter((set) => !isOver(set)).flatMap(({ parts: some }) => [...some.values()])
  return {
    units: [
      ...whole.map(({ callback, content }) => unitOf(callback, content)),
      ...repeated.map((callback) => ({ callbacks: [callback], messages: [], outcomes: [] })),
      ...sets.filter(isOver).flatMap((set) => joined(webhook, set)),
    ],
    held: begin
      .filter(({ callbackId }) => !isHeld.has(callbackId))
      .map(({ callbackId, part }) => ({ callbackId, part })),
  }
}

/** A callback as a message that shows its bytes. */
export function rawUnit(callback: KeptCallback): CallbackUnit {
  const { callbackId, content, receivedAt } = callback
  const message = { locator: callbackId, raw: content, receivedAt, isHistory: false }
  return { callbacks: [callback], messages: [message], outcomes: [] }
}

function contentOf(webhook: ChannelWebhook, callback: KeptCallback): CallbackContent | null {
  try {
    return webhook.read(callback)
  } catch {
    // Whatever was wrong with it, its bytes go the way of messages that cannot be read.
    return null
  }
}

function canWait({ join }: ChannelWebhook, { index, total }: MessagePart): boolean {
  return join !== undefined && total <= mostParts && index >= 1 && index <= total && Number.isInteger(index)
}

/** What says nothing at all could not be understood either. */
function unitOf(callback: KeptCallback, content: CallbackContent | null): CallbackUnit {
  if (content === null || (content.part !== undefined && content.messages.length === 0))
    return rawUnit(callback)
  const outcomes = content.outcomes.map((outcome) => ({ ...outcome, callbackId: callback.callbackId }))
  return { callbacks: [callback], messages: content.messages, outcomes }
}

interface PartSet {
  readonly total: number
  readonly firstAt: number
  /** By index. */
  readonly parts: Map<number, HeldCallback>
}

/**
 * Puts parts together, each into the oldest set that lacks it: a provider may begin another message under the number
 * of one that is not complete. The same part again, under another id, counts once.
 */
function gather(all: readonly HeldCallback[]): {
  readonly sets: readonly PartSet[]
  readonly repeated: readonly HeldCallback[]
} {
  const sets = new Map<string, PartSet[]>()
  const repeated: HeldCallback[] = []
  for (const callback of all) {
    const { group, index, total } = callback.part
    const key = `${total} ${group}`
    const at = callback.receivedAt.getTime()
    const near = (sets.get(key) ?? []).filter(({ firstAt }) => Math.abs(at - firstAt) <= groupMs)
    const lacking = near.find(({ parts }) => !parts.has(index))
    if (near.some(({ parts }) => isSame(parts.get(index), callback))) repeated.push(callback)
    else if (lacking !== undefined) lacking.parts.set(index, callback)
    else {
      const set = { total, firstAt: at, parts: new Map([[index, callback]]) }
      sets.set(key, [...(sets.get(key) ?? []), set])
    }
  }
  return { sets: [...sets.values()].flat(), repeated }
}

function isSame(known: KeptCallback | undefined, callback: KeptCallback): boolean {
  return known !== undefined && Buffer.from(known.content).equals(callback.content)
}

function joined(webhook: ChannelWebhook, { total, parts }: PartSet): readonly CallbackUnit[] {
  const callbacks = [...parts.values()].toSorted((one, other) => one.part.index - other.part.index)
  try {
    const message = webhook.join?.(callbacks, total)
    if (message === undefined) return callbacks.map(rawUnit)
    return [{ callbacks, messages: [message], outcomes: [] }]
  } catch {
    return callbacks.map(rawUnit)
  }
}
