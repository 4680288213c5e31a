import { useCallback, useSyncExternalStore } from 'react'
import type { Problem } from '../api/problem.ts'
import type { Address, Message } from '../api/types.ts'
import { renewDraft } from '../state/drafts.ts'

export const modes = ['reply', 'reply-all', 'forward'] as const
export type Mode = (typeof modes)[number]

export const listNames = ['to', 'cc', 'bcc'] as const
export type ListName = (typeof listNames)[number]
export type Lists = Readonly<Record<ListName, readonly Address[]>>

export interface AttachedFile {
  readonly key: string
  readonly name: string
  readonly size: number
  /** From 0 to 1 while it is on its way. */
  readonly progress: number
  /** Null until it is there. */
  readonly uploadId: string | null
  readonly problem: Problem | null
}

/** Whom a draft goes to and what goes with it. It outlives switching conversations, but not the page. */
export interface Addressing {
  readonly mode: Mode
  /** The message that it is about; null: the one that an answer answers. */
  readonly about: string | null
  /** What somebody changed; null: as the mode gives. */
  readonly lists: Lists | null
  readonly files: readonly AttachedFile[]
  /** Whether the files of a message go along when it is passed on. */
  readonly withOriginals: boolean
}

const usual: Addressing = { mode: 'reply', about: null, lists: null, files: [], withOriginals: true }
const nobody: Lists = { to: [], cc: [], bcc: [] }

const known = new Map<string, Addressing>()
const listeners = new Set<() => void>()

export function useAddressing(conversationId: string): Addressing {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => readAddressing(conversationId), [conversationId]),
  )
}

export function readAddressing(conversationId: string): Addressing {
  return known.get(conversationId) ?? usual
}

/** For somebody else it is another message, so it gets another key. */
function change(conversationId: string, changes: Partial<Addressing>): void {
  known.set(conversationId, { ...readAddressing(conversationId), ...changes })
  renewDraft(conversationId)
  tell()
}

/** Another mode begins with its own recipients; a message that is passed on goes to nobody yet. */
export function chooseMode(conversationId: string, mode: Mode, about: string | null): void {
  change(conversationId, { mode, about, lists: mode === 'forward' ? nobody : null, withOriginals: true })
}

export function changeList(conversationId: string, lists: Lists): void {
  change(conversationId, { lists })
}

export function includeOriginals(conversationId: string, withOriginals: boolean): void {
  change(conversationId, { withOriginals })
}

export function addFile(conversationId: string, file: AttachedFile): void {
  change(conversationId, { files: [...readAddressing(conversationId).files, file] })
}

/** What became of a file; nothing when it was removed meanwhile. */
export function updateFile(conversationId: string, key: string, changes: Partial<AttachedFile>): void {
  const files = readAddressing(conversationId).files.map((file) =>
    file.key === key ? { ...file, ...changes } : file,
  )
  known.set(conversationId, { ...readAddressing(conversationId), files })
  tell()
}

export function removeFile(conversationId: string, key: string): void {
  change(conversationId, { files: readAddressing(conversationId).files.filter((file) => file.key !== key) })
}

/** It was sent. */
export function forgetAddressing(conversationId: string): void {
  known.delete(conversationId)
  tell()
}

/** As it was addressed, with its files: for a message that was taken back. */
export function restoreAddressing(message: Message, about: string | null): void {
  const { conversationId, to, cc, bcc = [], threading, attachments } = message
  change(conversationId, {
    mode: threading.rule === 'forward' ? 'forward' : 'reply',
    about,
    lists: { to, cc, bcc },
    // Those of the original went with it as copies.
    withOriginals: false,
    files: attachments.flatMap(({ name, size, uploaded }) =>
      uploaded === undefined
        ? []
        : [{ key: uploaded.id, name, size, progress: 1, uploadId: uploaded.id, problem: null }],
    ),
  })
}

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
