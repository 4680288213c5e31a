import { Worker } from 'node:worker_threads'
import {
  type ChannelType,
  type Clock,
  GuichetError,
  type ParsedMessage,
  type RawMessage,
  systemClock,
} from '@guichet/core'
import { parseMail } from './parse-mail.ts'
import { inMemory, type ParseAnswer, type ParseRequest } from './parse-protocol.ts'

export interface ParserThreadOptions {
  readonly clock?: Clock
  /** One mail may take this long; 10 000 ms unless told. */
  readonly deadlineMs?: number
  /** The thread's heap; 256 MB unless told. */
  readonly memoryMb?: number
  /** Mails up to this size are read where they are; 256 KB unless told. */
  readonly smallBytes?: number
  /** The script of the thread, for tests. */
  readonly script?: URL
}

/** Up to here nothing that a mail may hold takes noticeable time: tried with every kind of hostile mail we know. */
export const smallBytes = 256 * 1024

interface Waiting {
  readonly request: ParseRequest
  readonly resolve: (parsed: ParsedMessage) => void
  readonly reject: (error: GuichetError) => void
}

interface Thread {
  readonly worker: Worker
  /** The number of the mail it is reading, -1 for none; survives the thread. */
  readonly current: Int32Array
  hasAnswered: boolean
}

interface Parser {
  readonly options: Required<ParserThreadOptions>
  /** Sent and not yet answered, by number. */
  readonly waiting: Map<number, Waiting>
  unsent: Waiting[]
  thread: Thread | null
  /** Aborted when the thread becomes idle. */
  busy: AbortController
  canStart: boolean
  count: number
}

/**
 * Reads large mails in a thread of its own: one that would take all time or memory takes only the thread, that mail
 * throws `unparsable`, and the others are read by the next thread. Small mails cannot do harm, because reading is
 * linear; handing them over costs more than reading them. Where no thread can be started (a bundler lost its
 * script) every mail is read here.
 */
export function parserThread(options: ParserThreadOptions = {}): ChannelType['parse'] {
  const { clock = systemClock(), deadlineMs = 10_000, memoryMb = 256 } = options
  const { smallBytes: small = smallBytes, script = ownScript() } = options
  const parser: Parser = {
    ...{
      options: { clock, deadlineMs, memoryMb, smallBytes: small, script },
      waiting: new Map(),
      unsent: [],
      thread: null,
    },
    ...{ busy: new AbortController(), canStart: true, count: 0 },
  }
  return (raw) => {
    // What does not fit into memory is read as a stream, which takes no memory to speak of.
    if (raw.bytes === null || raw.size <= small || !parser.canStart) return parseMail(raw)
    return ask(parser, raw, raw.bytes)
  }
}

function ask(parser: Parser, { size, sha256 }: RawMessage, bytes: Uint8Array): Promise<ParsedMessage> {
  return new Promise((resolve, reject) => {
    const request = { number: parser.count++, bytes, size, sha256 }
    // The mails of a batch come in one turn: they are sent together.
    if (parser.unsent.length === 0) queueMicrotask(() => send(parser))
    parser.unsent.push({ request, resolve, reject })
  })
}

function send(parser: Parser): void {
  const batch = parser.unsent
  if (batch.length === 0) return
  parser.unsent = []
  const thread = parser.thread ?? tryToStart(parser)
  if (thread === null) {
    readHere(batch)
    return
  }
  parser.thread = thread
  const { waiting } = parser
  if (waiting.size === 0) void watch(parser, thread)
  for (const one of batch) waiting.set(one.request.number, one)
  thread.worker.ref()
  thread.worker.postMessage(batch.map(({ request }) => ({ ...request, bytes: ownCopy(request.bytes) })))
}

function tryToStart(parser: Parser): Thread | null {
  try {
    return startThread(parser)
  } catch {
    // A runtime without threads, or without this script: reading mail matters more than where it is read.
    parser.canStart = false
    return null
  }
}

function readHere(batch: readonly Waiting[]): void {
  for (const { request, resolve, reject } of batch) parseMail(inMemory(request)).then(resolve, reject)
}

function startThread(parser: Parser): Thread {
  const { script, memoryMb } = parser.options
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const worker = new Worker(script, {
    workerData: shared,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16 },
    // Not the flags of this process: V8's own are refused for a thread.
    execArgv: script.pathname.endsWith('.ts') ? ['--conditions=guichet-source'] : [],
  })
  const thread = { worker, current: new Int32Array(shared).fill(-1), hasAnswered: false }
  worker.on('message', (answer: ParseAnswer) => settle(parser, thread, answer))
  // Out of memory, or a bug that ended the thread: what it was reading is to blame.
  worker.on('error', () => replace(parser, thread))
  worker.on('exit', () => replace(parser, thread))
  // An idle thread keeps no process alive.
  worker.unref()
  return thread
}

function settle({ waiting, busy }: Parser, thread: Thread, answer: ParseAnswer): void {
  thread.hasAnswered = true
  const one = waiting.get(answer.number)
  waiting.delete(answer.number)
  if ('parsed' in answer) one?.resolve(answer.parsed)
  else one?.reject(new GuichetError('unparsable', answer.refusal))
  if (waiting.size > 0) return
  busy.abort()
  thread.worker.unref()
}

/** Looks once per deadline whether a busy thread is still at the same mail. */
async function watch(parser: Parser, thread: Thread): Promise<void> {
  const { clock, deadlineMs } = parser.options
  parser.busy = new AbortController()
  const { signal } = parser.busy
  for (let before = -1; ; ) {
    await clock.sleep(deadlineMs, signal)
    if (signal.aborted) return
    const now = Atomics.load(thread.current, 0)
    if (now !== -1 && now === before) {
      replace(parser, thread)
      return
    }
    before = now
  }
}

function replace(parser: Parser, broken: Thread): void {
  if (parser.thread !== broken) return
  parser.thread = null
  parser.busy.abort()
  void broken.worker.terminate()
  const culprit = parser.waiting.get(Atomics.load(broken.current, 0))
  culprit?.reject(new GuichetError('unparsable', 'reading this mail took too long or too much memory'))
  if (culprit !== undefined) parser.waiting.delete(culprit.request.number)
  const rest = [...parser.waiting.values(), ...parser.unsent]
  parser.waiting.clear()
  parser.unsent = []
  parser.canStart = culprit !== undefined || broken.hasAnswered
  if (!parser.canStart) {
    readHere(rest)
    return
  }
  parser.unsent = rest
  send(parser)
}

/** A view of a larger buffer would be cloned with all of it. */
function ownCopy(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes)
}

/** Sources run as they are in development; what is published is JavaScript. */
function ownScript(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './parse-thread.ts' : './parse-thread.js', import.meta.url)
}
