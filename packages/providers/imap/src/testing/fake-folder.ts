/** A message in a folder of a fake account. */
export interface FakeMessage {
  readonly uid: number
  readonly raw: Buffer
  readonly flags: ReadonlySet<string>
  readonly internalDate: Date
  readonly modseq: bigint
  /** EMAILID and THREADID (RFC 8474), or X-GM-MSGID and X-GM-THRID on a server that announces X-GM-EXT-1. */
  readonly emailId: string
  readonly threadId: string | null
  readonly labels: readonly string[]
}

export interface AppendOptions {
  readonly flags?: readonly string[]
  readonly internalDate?: Date
  readonly emailId?: string
  readonly threadId?: string
  readonly labels?: readonly string[]
}

export interface FolderOptions {
  /** As LIST shows them: `\Sent`, `\Noselect`, `\NonExistent`. */
  readonly attributes?: readonly string[]
  /** `/` unless told; null is announced as NIL. */
  readonly delimiter?: string | null
  readonly uidValidity?: bigint
  readonly uidNext?: number
}

/** One folder: what the server says about it, and its messages by UID. Tests may change any of it at any time. */
export interface FakeFolder {
  path: string
  readonly attributes: readonly string[]
  readonly delimiter: string | null
  readonly mailboxId: string
  uidValidity: bigint
  uidNext: number
  highestModseq: bigint
  /** Ascending by UID. */
  readonly messages: readonly FakeMessage[]
  /** When which UID went: what VANISHED (EARLIER) is answered from. */
  readonly expunged: readonly { readonly uid: number; readonly modseq: bigint }[]
  /** Puts a message in, as an arrival; returns its UID. */
  append(raw: string | Uint8Array, options?: AppendOptions): number
  expunge(...uids: readonly number[]): void
  setFlags(uid: number, flags: readonly string[]): void
  /** A new UIDVALIDITY and the same messages numbered anew from 1, as after a restored backup. */
  renumber(uidValidity: bigint): void
}

/** What happened to a folder, told to the connections that have it open. */
export type FolderChange =
  | { readonly kind: 'appended'; readonly folder: FakeFolder }
  | {
      readonly kind: 'expunged'
      readonly folder: FakeFolder
      readonly uid: number
      readonly sequence: number
    }

interface Owner {
  readonly mailboxId: string
  tell(change: FolderChange): void
}

export function fakeFolder(path: string, options: FolderOptions, owner: Owner): FakeFolder {
  const messages: FakeMessage[] = []
  const expunged: { uid: number; modseq: bigint }[] = []
  const indexOf = (uid: number) => {
    const index = messages.findIndex((message) => message.uid === uid)
    if (index < 0) throw new Error(`${folder.path} has no message ${uid}`)
    return index
  }
  const folder: FakeFolder = {
    path,
    attributes: options.attributes ?? [],
    delimiter: options.delimiter === undefined ? '/' : options.delimiter,
    mailboxId: owner.mailboxId,
    uidValidity: options.uidValidity ?? 1n,
    uidNext: options.uidNext ?? 1,
    highestModseq: 1n,
    messages,
    expunged,
    append(raw, more = {}) {
      const uid = folder.uidNext
      folder.uidNext += 1
      folder.highestModseq += 1n
      messages.push(messageOf(uid, raw, more, folder))
      owner.tell({ kind: 'appended', folder })
      return uid
    },
    expunge(...uids) {
      for (const uid of uids) {
        const index = indexOf(uid)
        messages.splice(index, 1)
        folder.highestModseq += 1n
        expunged.push({ uid, modseq: folder.highestModseq })
        owner.tell({ kind: 'expunged', folder, uid, sequence: index + 1 })
      }
    },
    setFlags(uid, flags) {
      folder.highestModseq += 1n
      const index = indexOf(uid)
      const message = messages[index]
      if (message === undefined) return
      messages[index] = { ...message, flags: new Set(flags), modseq: folder.highestModseq }
    },
    renumber(uidValidity) {
      folder.uidValidity = uidValidity
      const kept = messages.splice(0)
      expunged.splice(0)
      messages.push(...kept.map((message, index) => ({ ...message, uid: index + 1 })))
      folder.uidNext = messages.length + 1
    },
  }
  return folder
}

function messageOf(
  uid: number,
  raw: string | Uint8Array,
  more: AppendOptions,
  folder: FakeFolder,
): FakeMessage {
  return {
    uid,
    raw: Buffer.from(raw),
    flags: new Set(more.flags ?? []),
    internalDate: more.internalDate ?? new Date('2026-01-01T00:00:00Z'),
    modseq: folder.highestModseq,
    emailId: more.emailId ?? `${folder.mailboxId}${uid}`,
    threadId: more.threadId ?? null,
    labels: more.labels ?? [],
  }
}
