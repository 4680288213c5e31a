/** What requests under a key were answered: whoever asks again with the key gets the same. */
export interface AnswerRecords {
  /**
   * True for the first caller with this id, until its transaction fails; a second one at the same moment waits for
   * the first. Forgets in passing some of what is older than `forgetBefore`.
   */
  claim(id: string, now: Date, forgetBefore: Date): Promise<boolean>
  /** What to answer from now on, for an id that this transaction has claimed. */
  store(id: string, sealed: string): Promise<void>
  /** Null for an id that nobody has claimed, or that was forgotten. */
  read(id: string): Promise<string | null>
}
