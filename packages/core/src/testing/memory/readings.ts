import type { ReadingRecords } from '../../ports/reading-records.ts'
import { innerMap, type MemoryContext } from './tables.ts'

export function memoryReadings(context: MemoryContext): ReadingRecords {
  const { journal } = context
  const attemptsOf = (integrationId: string) => innerMap(context.tables().attempts, integrationId)
  return {
    async begin(integrationId, sessionId) {
      const { readers } = context.tables()
      const hadEnded = !readers.has(integrationId)
      journal.set(readers, integrationId, sessionId)
      return hadEnded
    },
    async end(integrationId, sessionId) {
      const { readers } = context.tables()
      if (readers.get(integrationId) === sessionId) journal.delete(readers, integrationId)
    },
    async attempt(integrationId, locator) {
      const attempts = (attemptsOf(integrationId).get(locator) ?? 0) + 1
      journal.set(attemptsOf(integrationId), locator, attempts)
      return attempts
    },
    async attempts(integrationId, locators) {
      const known = attemptsOf(integrationId)
      return new Map([...known].filter(([locator]) => locators.includes(locator)))
    },
    async survived(integrationId, locator) {
      journal.delete(attemptsOf(integrationId), locator)
    },
  }
}
