import { Resolver } from 'node:dns/promises'
import type { Clock } from '@guichet/core'

/** Answers a question to the DNS as `node:dns` does: texts as lists of parts. Throws with a `code`. */
export type ResolveDns = (name: string, type: string) => Promise<string[] | string[][]>

/** The resolver of this host, with little patience: a mail does not wait long for somebody's broken DNS. */
export function systemDns(): ResolveDns {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  const kinds: Readonly<Record<string, (name: string) => Promise<string[] | string[][]>>> = {
    A: (name) => resolver.resolve4(name),
    AAAA: (name) => resolver.resolve6(name),
    TXT: (name) => resolver.resolveTxt(name),
    PTR: (name) => resolver.resolvePtr(name),
    CNAME: (name) => resolver.resolveCname(name),
    // A text that says its own name: what reads it asks for the property, what types it promises texts.
    MX: async (name) =>
      (await resolver.resolveMx(name)).map(({ exchange }) => Object.assign(exchange, { exchange })),
  }
  return async (name, type) => {
    const resolve = kinds[type]
    if (resolve === undefined) throw Object.assign(new Error(`no look-up of ${type}`), { code: 'ENOTIMP' })
    return resolve(name)
  }
}

interface Remembered {
  readonly answer: Promise<string[] | string[][]>
  readonly until: number
}

const rememberMs = 60_000
const maxRemembered = 2_000

/** Asks the same question once a minute: the mails of a batch share their senders. Failures are not remembered. */
export function rememberedDns(resolve: ResolveDns, clock: Clock): ResolveDns {
  const known = new Map<string, Remembered>()
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`
    const now = clock.now().getTime()
    const found = known.get(key)
    if (found !== undefined && found.until > now) return found.answer
    const answer = resolve(name, type)
    if (known.size >= maxRemembered) known.clear()
    known.set(key, { answer, until: now + rememberMs })
    answer.catch((error: unknown) => {
      if (!isAbsent(error)) known.delete(key)
    })
    return answer
  }
}

/** The domain or the record does not exist: an answer. Anything else is a failure, and proves nothing. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')
}
