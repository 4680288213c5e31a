import { useEffect, useRef } from 'react'
import { useIsNarrow } from '../ui/use-is-narrow.ts'

/** Where one pane replaces another, the focus goes along: it would otherwise stay on something that is gone. */
export function usePaneFocus(pane: string): void {
  const isNarrow = useIsNarrow()
  const last = useRef(pane)
  useEffect(() => {
    if (isNarrow && last.current !== pane) document.getElementById(pane)?.focus()
    last.current = pane
  }, [pane, isNarrow])
}
