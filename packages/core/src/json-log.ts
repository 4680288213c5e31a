import type { Clock } from './ports/clock.ts'
import type { Log, LogFields } from './ports/log.ts'

/** Writes one JSON object per line. Control characters are escaped by JSON, so no line can be forged. */
export function jsonLog(clock: Clock, write: (line: string) => void): Log {
  const line = (level: string) => (message: string, fields?: LogFields) => {
    write(`${JSON.stringify({ at: clock.now().toISOString(), level, message, ...fields })}\n`)
  }
  return { info: line('info'), warn: line('warn'), error: line('error') }
}
