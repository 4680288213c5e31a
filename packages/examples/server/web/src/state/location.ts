import type { Status } from '../api/types.ts'
import { createStore, type Store, useStore } from './store.ts'

/** `active` is what needs work, and what a folder shows first. */
export const statusFilters = [
  'active',
  'new',
  'open',
  'urgent',
  'resolved',
  'archived',
  'spam',
  'all',
] as const
export type StatusFilter = (typeof statusFilters)[number]
export const statuses: readonly Status[] = ['new', 'open', 'resolved', 'archived', 'spam']

export const defaultStatus: StatusFilter = 'active'

/** Every folder at once. */
export const allFolders = '*'

/** What the page shows: all of it is in the URL, so links, reloads and the back button work. */
export interface Place {
  /** Key of a folder, or `*`. */
  readonly folder: string
  readonly status: StatusFilter
  readonly conversation: string | null
  /** On narrow screens the folders are a page of their own. */
  readonly showsFolders: boolean
  /** The outgoing webhooks instead of the conversations: the id of one, or '' for all of them. */
  readonly endpoints: string | null
}

export function readPlace(search: string): Place {
  const values = new URLSearchParams(search)
  return {
    folder: values.get('folder') ?? 'inbox',
    status: statusFilters.find((status) => status === values.get('status')) ?? defaultStatus,
    conversation: values.get('conversation'),
    showsFolders: values.get('pane') === 'folders',
    endpoints: values.get('endpoints'),
  }
}

/** The link to a place, relative to the page. */
export function hrefOf(place: Place): string {
  const values = new URLSearchParams()
  values.set('folder', place.folder)
  if (place.status !== defaultStatus) values.set('status', place.status)
  if (place.conversation !== null) values.set('conversation', place.conversation)
  if (place.showsFolders) values.set('pane', 'folders')
  if (place.endpoints !== null) values.set('endpoints', place.endpoints)
  return `?${values}`
}

const place: Store<Place> = createStore(readPlace(globalThis.location?.search ?? ''))

export function usePlace(): Place {
  return useStore(place)
}

/** Goes somewhere; the back button returns, unless `replace`. */
export function goTo(changes: Partial<Place>, options: { readonly replace?: boolean } = {}): void {
  const next = { ...place.get(), showsFolders: false, endpoints: null, ...changes }
  if (hrefOf(next) === hrefOf(place.get())) return
  if (options.replace) history.replaceState(null, '', hrefOf(next))
  else history.pushState(null, '', hrefOf(next))
  place.set(next)
}

globalThis.addEventListener?.('popstate', () => place.set(readPlace(globalThis.location.search)))
