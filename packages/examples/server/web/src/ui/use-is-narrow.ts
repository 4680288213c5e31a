import { useSyncExternalStore } from 'react'

const query = matchMedia('(width < 900px)')

/** Whether only one pane fits. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches)
}

function subscribe(listener: () => void): () => void {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
