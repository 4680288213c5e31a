import { createStore, type Store, useStore } from './store.ts'

/** The browser's clock, ticking twice a minute so that "2 minutes ago" stays true. */
const clock: Store<Date> = createStore(new Date())
setInterval(() => clock.set(new Date()), 30_000)

/** What time it is, near enough for sentences like "2 minutes ago". */
export function useNow(): Date {
  return useStore(clock)
}
