import { useEffect, useRef } from 'react'
import { goTo, type Place, usePlace } from '../state/location.ts'

/** What is open at one row of a list. */
export type Stop = Pick<Place, 'conversation' | 'chosen'>

/** Opens the next or previous row, from the open one or from where it stood if it has left the list. */
export function useStep(stops: readonly Stop[]): (distance: 1 | -1) => void {
  const place = usePlace()
  // Before anything was open, "next" is the first.
  const lastIndex = useRef(-1)
  const index = stops.findIndex(
    ({ conversation, chosen }) => conversation === place.conversation && chosen === place.chosen,
  )
  useEffect(() => {
    if (index !== -1) lastIndex.current = index
  }, [index])
  return (distance) => {
    const target = stops[targetIndex(index, lastIndex.current, distance)]
    if (target !== undefined) goTo(target, { replace: place.conversation !== null })
  }
}

function targetIndex(index: number, lastIndex: number, distance: 1 | -1): number {
  if (index !== -1) return index + distance
  // What stood below the one that left has moved up into its place.
  return distance === 1 ? Math.max(0, lastIndex) : Math.max(0, lastIndex - 1)
}
