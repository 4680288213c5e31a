import {
  type Authentication,
  type ChannelType,
  type Clock,
  type MessageToAuthenticate,
  type RawMessage,
  systemClock,
} from '@guichet/core'
import { readAddresses } from '../mime/addresses.ts'
import { type HeaderLine, readHeaderBlock } from '../mime/header-block.ts'
import type { ImapSettings } from '../settings.ts'
import { checkSender } from './check-sender.ts'
import { type ResolveDns, rememberedDns, systemDns } from './dns.ts'
import { judgeResults, mailDomain } from './judge-results.ts'
import { mailboxProvider } from './mailbox-provider.ts'
import { pathOf, type TraceField, traceOf, trustedResults } from './trusted-results.ts'

export interface SenderCheckOptions {
  /** Asks the DNS; the resolver of this host unless told. */
  readonly resolve?: ResolveDns
  /** The check of one mail may take this long; 8 000 ms unless told. */
  readonly timeLimitMs?: number
  readonly clock?: Clock
}

type Verdict = Omit<Authentication, 'warnings'>

/** Real headers are a tenth of it; what is longer is not read by a program that signs. */
const maxHeaderBytes = 256 * 1024
/** Each asks the DNS for a key. */
const maxSignatures = 20

/**
 * Finds out who really sent a mail: from what the mailbox provider wrote into it, and where it wrote nothing or found
 * no proof, by checking signatures and path ourselves (`checkSender`). History is not checked by us: keys change, and
 * an old signature proves as little as a missing one. Never throws: what cannot be checked is not proven.
 */
export function authenticateMail(
  options: SenderCheckOptions = {},
): Required<ChannelType<ImapSettings>>['authenticate'] {
  const { clock = systemClock(), timeLimitMs = 8_000 } = options
  const resolve = rememberedDns(options.resolve ?? systemDns(), clock)
  return async (message) => {
    const limit = new AbortController()
    const late = clock
      .sleep(timeLimitMs, limit.signal)
      .then(() => unproven(message, 'the check took too long'))
    const checked = authenticate(message, resolve).catch(() => unproven(message, 'it could not be checked'))
    const verdict = await Promise.race([checked, late])
    limit.abort()
    return { ...verdict, warnings: [] }
  }
}

async function authenticate(
  message: MessageToAuthenticate<ImapSettings>,
  resolve: ResolveDns,
): Promise<Verdict> {
  const { raw, parsed, settings, isHistory } = message
  const fromDomain = parsed.from === null ? null : mailDomain(parsed.from.address)
  if (fromDomain === null) return unproven(message, 'nobody is named as its sender')
  const lines = await readHead(raw)
  if (lines === null) return unproven(message, 'its header is too long to be checked')
  const trace = traceOf(lines)
  const results = trustedResults(trace, mailboxProvider(settings.host, settings.authservId))
  const provided = results === null ? null : judgeResults(results, fromDomain)
  const single = (verdict: Verdict): Verdict => ofOneAuthor(verdict, lines)
  if (provided?.verdict === 'pass') return single(provided)
  if (isHistory) return provided ?? { verdict: 'unchecked', evidence: [], domain: null }
  const own = await checkOurselves({ raw, fromDomain, lines, trace, resolve })
  // The provider saw the connection: where it found nothing, we only know better by a signature or a seal.
  return single(provided === null || own.verdict === 'pass' ? own : provided)
}

interface OwnCheck {
  readonly raw: RawMessage
  readonly fromDomain: string
  readonly lines: readonly HeaderLine[]
  readonly trace: readonly TraceField[]
  readonly resolve: ResolveDns
}

async function checkOurselves({ trace, ...check }: OwnCheck): Promise<Verdict> {
  const path = pathOf(trace)
  const count = (wanted: string): number => check.lines.filter(({ name }) => name === wanted).length
  const signatures = count('dkim-signature')
  const unknown = (sentence: string): Verdict => ({
    ...{ verdict: 'unknown', evidence: [sentence], domain: check.fromDomain },
  })
  if (signatures > maxSignatures)
    return unknown(`it carries ${signatures} signatures: too many to be checked`)
  if (signatures + count('arc-seal') === 0 && path === null)
    return unknown('it carries no signature, and nothing tells which way it came')
  return checkSender({ ...check, path })
}

/** Programs differ in whom they show when several are named: proof of one is no proof of what is shown. */
function ofOneAuthor(verdict: Verdict, lines: readonly HeaderLine[]): Verdict {
  const fields = lines.filter(({ name }) => name === 'from')
  const authors = fields.flatMap(({ value }) => readAddresses(value))
  if (verdict.verdict !== 'pass' || (fields.length === 1 && authors.length === 1)) return verdict
  const sentence = 'it names several authors, or its From can be read in several ways'
  return { ...verdict, verdict: 'unknown', evidence: [sentence, ...verdict.evidence] }
}

function unproven({ parsed }: Pick<MessageToAuthenticate, 'parsed'>, sentence: string): Verdict {
  const domain = parsed.from === null ? null : mailDomain(parsed.from.address)
  return { verdict: 'unknown', evidence: [sentence], domain }
}

const headEnd = /\r?\n\r?\n/

/** The header block without the body; null when it is longer than any honest one. */
async function readHead(raw: RawMessage): Promise<readonly HeaderLine[] | null> {
  const chunks: Buffer[] = []
  let size = 0
  const source = raw.bytes === null ? raw.open() : [raw.bytes.subarray(0, maxHeaderBytes)]
  for await (const chunk of source) {
    chunks.push(Buffer.from(chunk))
    size += chunk.byteLength
    if (size >= maxHeaderBytes) break
  }
  const text = Buffer.concat(chunks).subarray(0, maxHeaderBytes)
  const end = headEnd.exec(text.toString('latin1'))
  if (end === null && size >= maxHeaderBytes) return null
  return readHeaderBlock(end === null ? text : text.subarray(0, end.index))
}
