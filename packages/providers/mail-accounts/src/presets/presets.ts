import type { AccountProvider } from '@guichet/core'
import { europeanPresets } from './europe.ts'
import { frenchPresets } from './france.ts'
import { internationalPresets } from './international.ts'
import type { Preset } from './preset.ts'

/** Everything we know by heart. */
export const presets: readonly Preset[] = [...internationalPresets, ...frenchPresets, ...europeanPresets]

/** The provider of a mail domain, in ASCII and lower case. */
export function presetOfDomain(domain: string): Preset | null {
  return presets.find(({ domains }) => domains.includes(domain)) ?? null
}

/** The provider that takes in mail at this host. */
export function presetOfMx(host: string): Preset | null {
  const name = host.toLowerCase().replace(/\.$/, '')
  const matches = (pattern: string) => (pattern.startsWith('.') ? name.endsWith(pattern) : name === pattern)
  return presets.find(({ mx }) => mx.some(matches)) ?? null
}

/** The provider whose incoming or outgoing server this is; of two that share one, the one with fewer conditions. */
export function presetOfServer(host: string): Preset | null {
  const name = host.toLowerCase()
  return presets.find(({ imap, smtp }) => imap.host === name || smtp.host === name) ?? null
}

/** What people may know of a preset. */
export function providerOfPreset({ key, name, logins, helpUrl, remarks }: Preset): AccountProvider {
  return { key, name, logins, helpUrl, remarks }
}
