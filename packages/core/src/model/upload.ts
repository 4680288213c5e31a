/** What the files of one message may have together. More is refused by many servers, and by every one once encoded. */
export const maxAttachedBytes = 25 * 1024 * 1024

/** A file that somebody here is going to send. What no message takes is gone after a day. */
export interface Upload {
  readonly id: string
  readonly name: string
  /** By its first bytes; what it was called where those say nothing. */
  readonly contentType: string
  readonly size: number
  readonly createdAt: Date
}

export interface StoredUpload extends Upload {
  readonly blobKey: string
  /** The message that it goes with; null while there is none. */
  readonly messageId: string | null
}
