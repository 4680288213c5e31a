import type { Database } from '../session.ts'

/** A way to reach Postgres: over the network, or inside this process. */
export interface Engine {
  readonly kind: 'server' | 'embedded'
  readonly db: Database
  /**
   * Does work in one transaction, between two statements of it, with as few round trips as can be: so those have no
   * parameters. Rolls back what throws.
   */
  transaction<Result>(frame: Frame, work: (db: Database) => Promise<Result>): Promise<Result>
  /** What pg-boss runs its own statements on, outside of our transactions. */
  readonly boss: BossDatabase
  /** Calls back for each notification of a channel, and after each (re)connection. */
  listen(channel: string, listener: ChannelListener): Promise<Subscription>
  close(): Promise<void>
}

/** The first and the last statement of a transaction. */
export interface Frame {
  readonly first: string
  readonly last: string
}

export interface ChannelListener {
  onNotification(payload: string): void
  /** Notifications may have been missed before this. */
  onConnected(): void
}

export interface Subscription {
  close(): Promise<void>
}

/** pg-boss's `IDatabase`. */
export interface BossDatabase {
  // biome-ignore lint/suspicious/noExplicitAny: the shape pg-boss asks for
  executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }>
  listen(
    channel: string,
    onNotification: (payload: string) => void,
    onReconnect: () => void,
  ): Promise<Subscription>
}

/** How our connections are called in pg_stat_activity. */
export const applicationName = 'guichet'
