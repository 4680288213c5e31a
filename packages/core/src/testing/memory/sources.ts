import type { SourceRecords } from '../../ports/source-records.ts'
import { compareText } from './page-of.ts'
import { innerMap, type MemoryContext } from './tables.ts'

export function memorySources(context: MemoryContext): SourceRecords {
  const { journal } = context
  const placesOf = (integrationId: string) => innerMap(context.tables().locations, integrationId)
  return {
    async locate(integrationId, locations) {
      const places = placesOf(integrationId)
      for (const { locator, messageId } of locations) journal.set(places, locator, messageId)
    },
    async unlocate(integrationId, locators) {
      const places = placesOf(integrationId)
      for (const locator of locators) journal.delete(places, locator)
    },
    async unlocateAll(integrationId, prefix) {
      const places = placesOf(integrationId)
      const voided = [...places.keys()].filter((locator) => locator.startsWith(prefix))
      for (const locator of voided) journal.delete(places, locator)
    },
    async countLocated(integrationId, prefix) {
      const { messages } = context.tables()
      const places = [...placesOf(integrationId)].filter(([locator]) => locator.startsWith(prefix))
      const states = places.map(([, messageId]) => messages.get(messageId)?.parseState ?? 'deleted')
      const count = (state: (typeof states)[number]) => states.filter((one) => one === state).length
      return { stored: count('ok'), quarantined: count('failed'), deleted: count('deleted') }
    },
    async replace(integrationId, sources) {
      journal.set(context.tables().sources, integrationId, structuredClone(sources))
    },
    async list(integrationId) {
      const sources = structuredClone(context.tables().sources.get(integrationId) ?? [])
      return sources.toSorted((a, b) => compareText(a.source, b.source))
    },
  }
}
