import { useCallback, useSyncExternalStore } from 'react'
import type { Problem } from '../api/problem.ts'
import type { Plan, Status } from '../api/types.ts'
import { newKey } from './new-key.ts'
import { recall, remember } from './storage.ts'

/** A reply that is being written or sent. It outlives switching conversations, reloads and failures. */
export interface Draft {
  readonly text: string
  /** The idempotency key: one text is sent once, however often it is tried. */
  readonly key: string
  /** The status wanted once it is sent, as it was asked for at the last try. */
  readonly status: Status | null
  /** When it was to leave, at the last try; null: at once. */
  readonly plan: Plan | null
  /** Handed to the server, no answer yet. */
  readonly outgoing: Pick<Draft, 'text' | 'key' | 'status' | 'plan'> | null
  readonly problem: Problem | null
}

const drafts = new Map<string, Draft>()
const listeners = new Set<() => void>()

/** The draft of a conversation, kept up to date. */
export function useDraft(conversationId: string): Draft {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => readDraft(conversationId), [conversationId]),
  )
}

/** Another text is another message, so it gets another key. */
export function writeDraft(conversationId: string, text: string): void {
  const draft = readDraft(conversationId)
  if (text !== draft.text) store(conversationId, { ...draft, text, key: newKey(), problem: null })
}

/** The same text for somebody else is another message. */
export function renewDraft(conversationId: string): void {
  store(conversationId, { ...readDraft(conversationId), key: newKey(), problem: null })
}

/** Empties the editor and keeps the text until the server has answered. */
export function startSending(conversationId: string, status: Status | null, plan: Plan | null = null): void {
  const { text, key } = readDraft(conversationId)
  store(conversationId, {
    text: '',
    key: newKey(),
    status: null,
    plan: null,
    outgoing: { text, key, status, plan },
    problem: null,
  })
}

/** Forgets what was sent, or puts it back in front of what was written meanwhile. */
export function settleDraft(conversationId: string, problem: Problem | null): void {
  const draft = readDraft(conversationId)
  store(
    conversationId,
    problem === null ? { ...draft, outgoing: null, problem: null } : { ...putBack(draft), problem },
  )
}

function putBack(draft: Draft): Draft {
  const { outgoing, text } = draft
  if (outgoing === null) return draft
  if (text.trim() === '') return { ...outgoing, outgoing: null, problem: null }
  const joined = `${outgoing.text}\n\n${text}`
  const { status, plan } = outgoing
  return { text: joined, key: newKey(), status, plan, outgoing: null, problem: null }
}

/** The draft of a conversation as it is now. */
export function readDraft(conversationId: string): Draft {
  const known = drafts.get(conversationId)
  if (known !== undefined) return known
  const draft = load(conversationId)
  drafts.set(conversationId, draft)
  return draft
}

/** The page was reloaded while sending: the same text under the same key can be sent again without harm. */
function load(conversationId: string): Draft {
  const [known, ...lines] = (recall(storageKey(conversationId)) ?? '').split('\n')
  const text = lines.join('\n')
  const key = known === undefined || text === '' ? newKey() : known
  return { text, key, status: null, plan: null, outgoing: null, problem: null }
}

function store(conversationId: string, draft: Draft): void {
  drafts.set(conversationId, draft)
  const kept = putBack(draft)
  remember(storageKey(conversationId), kept.text === '' ? null : `${kept.key}\n${kept.text}`)
  for (const listener of listeners) listener()
}

function storageKey(conversationId: string): string {
  return `draft.${conversationId}`
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
