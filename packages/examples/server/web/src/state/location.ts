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

/** Lists of their own beside the folders: what is open stays beside them. */
const listNames = ['planned', 'unsent'] as const
/** What takes the place of all conversations. */
const otherNames = ['endpoints', 'deliverability', 'mails'] as const
const pageNames = [...listNames, ...otherNames] as const
export type ListName = (typeof listNames)[number]
export type OtherName = (typeof otherNames)[number]
export type PageName = ListName | OtherName

/** What the page shows: all of it is in the URL, so links, reloads and the back button work. */
export interface Place {
  /** Key of a folder, or `*`. */
  readonly folder: string
  readonly status: StatusFilter
  readonly conversation: string | null
  /** On narrow screens the folders are a page of their own. */
  readonly showsFolders: boolean
  /** Shown instead of a folder. */
  readonly page: PageName | null
  /** What is chosen on that page: an id or a name; empty for nothing. */
  readonly chosen: string
}

export function readPlace(search: string): Place {
  const values = new URLSearchParams(search)
  const page = pageNames.find((name) => values.has(name)) ?? null
  return {
    folder: values.get('folder') ?? 'inbox',
    status: statusFilters.find((status) => status === values.get('status')) ?? defaultStatus,
    conversation: values.get('conversation'),
    showsFolders: values.get('pane') === 'folders',
    page,
    chosen: page === null ? '' : (values.get(page) ?? ''),
  }
}

/** The link to a place, relative to the page. */
export function hrefOf(place: Place): string {
  const values = new URLSearchParams()
  values.set('folder', place.folder)
  if (place.status !== defaultStatus) values.set('status', place.status)
  if (place.conversation !== null) values.set('conversation', place.conversation)
  if (place.showsFolders) values.set('pane', 'folders')
  if (place.page !== null) values.set(place.page, place.chosen)
  return `?${values}`
}

const place: Store<Place> = createStore(readPlace(globalThis.location?.search ?? ''))

export function usePlace(): Place {
  return useStore(place)
}

/** A list beside the folders; null for a folder, and for what takes the place of all conversations. */
export function listOf({ page }: Place): ListName | null {
  return listNames.find((name) => name === page) ?? null
}

/** What takes the place of all conversations; null where they are shown. */
export function otherOf({ page }: Place): OtherName | null {
  return otherNames.find((name) => name === page) ?? null
}

/** Where one comes to from a place. Only a list stays when another conversation is opened beside it. */
export function placeAfter(from: Place, changes: Partial<Place>): Place {
  const leaves = listOf(from) === null || ['folder', 'status', 'page'].some((name) => name in changes)
  const kept = leaves ? { page: null, chosen: '' } : {}
  return { ...from, showsFolders: false, ...kept, ...changes }
}

/** Goes somewhere; the back button returns, unless `replace`. */
export function goTo(changes: Partial<Place>, options: { readonly replace?: boolean } = {}): void {
  const next = placeAfter(place.get(), changes)
  if (hrefOf(next) === hrefOf(place.get())) return
  if (options.replace) history.replaceState(null, '', hrefOf(next))
  else history.pushState(null, '', hrefOf(next))
  place.set(next)
}

globalThis.addEventListener?.('popstate', () => place.set(readPlace(globalThis.location.search)))
