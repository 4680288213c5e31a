/** A person who is at a provider's sign-in page at the moment. */
export interface PendingSignIn {
  /** Derived from the state that comes back with the person; who knows only this cannot finish it. */
  readonly id: string
  readonly sealed: string
  readonly expiresAt: Date
}

/** Secrets that change by themselves, and people who are about to give us some. */
export interface LoginRecords {
  /**
   * Says whether the caller is the one who renews this integration's secrets: for at most `leaseMs` on the
   * database's clock, and one caller at a time, whichever process it is in.
   */
  beginRenewal(integrationId: string, leaseMs: number): Promise<boolean>
  endRenewal(integrationId: string): Promise<void>
  /**
   * Stores renewed secrets, if the stored ones are still those they were made from; otherwise somebody has changed
   * the account meanwhile, nothing is changed, and it returns false. A session that is listening goes on.
   */
  replaceSecrets(integrationId: string, before: string, after: string): Promise<boolean>
  /** Also forgets those whose time is over. */
  keepSignIn(signIn: PendingSignIn): Promise<void>
  /** Returns it once; null for what is not there, was taken, or is over. */
  takeSignIn(id: string): Promise<PendingSignIn | null>
}
