import type { StoredUpload } from '../model/upload.ts'

/** Files that go out. Each belongs to one message at most; whoever deletes a row deletes its bytes after the commit. */
export interface UploadRecords {
  insert(uploads: readonly StoredUpload[]): Promise<void>
  /**
   * Gives files that belong to no message to this one, and returns them in the order of the ids. One that is not there
   * or belongs to a message is left out; of two that take one at the same time the second waits and does not get it.
   */
  take(ids: readonly string[], messageId: string): Promise<readonly StoredUpload[]>
  /** The files of a message belong to none again; returns their ids. */
  release(messageId: string): Promise<readonly string[]>
  /** Deletes those that belong to no message, and returns their blob keys. */
  removeUnused(ids: readonly string[]): Promise<readonly string[]>
  /** Deletes the files of messages, and returns their blob keys. */
  removeOf(messageIds: readonly string[]): Promise<readonly string[]>
}
