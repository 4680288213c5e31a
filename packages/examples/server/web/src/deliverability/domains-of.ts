import type { IntegrationView } from '../api/types.ts'

/** The domains of the connected mailboxes, each once. */
export function domainsOf(integrations: readonly Pick<IntegrationView, 'settings'>[]): readonly string[] {
  return [...new Set(integrations.flatMap(({ settings }) => domainIn(settings)))].toSorted()
}

function domainIn(settings: unknown): readonly string[] {
  if (typeof settings !== 'object' || settings === null || !('address' in settings)) return []
  const { address } = settings
  if (typeof address !== 'string') return []
  const [, domain = ''] = address.toLowerCase().split('@')
  return domain === '' ? [] : [domain]
}
