import type { HostOptions } from '@guichet/core'

export interface VonageOptions {
  /** Instead of Vonage's own hosts, for tests and the demo; files may come from there as well, over plain HTTP. */
  readonly baseUrl?: string
  /** Hosts besides Vonage's from which files of messages may be fetched; they never see our token. */
  readonly mediaHosts?: readonly string[]
  /** How long an answer may take; 30 000 unless told. */
  readonly timeoutMs?: number
  /** As many bytes of a file as are fetched; 64 MiB unless told. */
  readonly maxFileBytes?: number
  /** Finds the addresses of hosts of files; the system's resolver unless told. */
  readonly resolveHost?: NonNullable<HostOptions['resolveHost']>
}

export const defaultTimeoutMs = 30_000
