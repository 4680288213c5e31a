import type { AccountLogin } from '@guichet/core'
import type { Security } from '../presets/preset.ts'

/** A mail address taken apart; the domain in ASCII. */
export interface MailAddress {
  readonly address: string
  readonly localPart: string
  readonly domain: string
}

/** A server that somebody says is there. */
export interface FoundServer {
  readonly host: string
  readonly port: number
  readonly security: Security
  readonly username: string
  readonly logins: readonly AccountLogin[]
}

/** What one source knows. Servers without encryption are not even told. */
export interface FoundServers {
  /** Best first. */
  readonly incoming: readonly FoundServer[]
  readonly outgoing: readonly FoundServer[]
}

export const nothingFound: FoundServers = { incoming: [], outgoing: [] }

/** Ports that mail servers have; whatever else a stranger's file names is not connected to. */
export const incomingPorts: ReadonlySet<number> = new Set([993, 143])
export const outgoingPorts: ReadonlySet<number> = new Set([465, 587, 25, 2525])
