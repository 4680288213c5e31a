import type { Clock } from '../ports/clock.ts'
import type { Log, LogFields } from '../ports/log.ts'

/** Warns about one thing (`key`) at most once a minute; the next line says how many were left out. */
export type WarnSeldom = (key: string, message: string, fields?: LogFields) => void

const everyMs = 60_000
const mostKeys = 1_000

/** A log that a flood of requests cannot fill. */
export function warnSeldom(clock: Clock, log: Log): WarnSeldom {
  const lines = new Map<string, { readonly at: number; more: number }>()
  return (key, message, fields = {}) => {
    const now = clock.now().getTime()
    const last = lines.get(key)
    if (last !== undefined && last.at > now - everyMs) {
      last.more += 1
      return
    }
    lines.delete(key)
    if (lines.size >= mostKeys) lines.delete(lines.keys().next().value ?? '')
    lines.set(key, { at: now, more: 0 })
    log.warn(message, { ...fields, ...(last === undefined ? {} : { leftOut: last.more }) })
  }
}
