/** A set of UIDs as ascending, disjoint runs: mailboxes have long runs, so that a hundred thousand cost little. */
export type UidRuns = readonly (readonly [first: number, last: number])[]

/** Of any UIDs, in any order. */
export function runsOf(uids: readonly number[]): UidRuns {
  return merged(uids.map((uid) => [uid, uid]))
}

export function union(one: UidRuns, other: UidRuns): UidRuns {
  return merged([...one, ...other])
}

/** What is in the first and not in the second. */
export function without(one: UidRuns, other: UidRuns): UidRuns {
  const left: (readonly [number, number])[] = []
  let at = 0
  for (const [first, last] of one) {
    while ((other[at]?.[1] ?? Number.POSITIVE_INFINITY) < first) at += 1
    let from = first
    for (let next = at; (other[next]?.[0] ?? Number.POSITIVE_INFINITY) <= last; next += 1) {
      const [start, end] = other[next] ?? [0, 0]
      if (start > from) left.push([from, start - 1])
      from = Math.max(from, end + 1)
    }
    if (from <= last) left.push([from, last])
  }
  return left
}

export function within(runs: UidRuns, lowest: number, highest: number): UidRuns {
  return runs.flatMap(([first, last]) =>
    last < lowest || first > highest ? [] : [[Math.max(first, lowest), Math.min(last, highest)] as const],
  )
}

export function countOf(runs: UidRuns): number {
  return runs.reduce((count, [first, last]) => count + last - first + 1, 0)
}

export function* uidsOf(runs: UidRuns): Generator<number> {
  for (const [first, last] of runs) for (let uid = first; uid <= last; uid += 1) yield uid
}

/** As an IMAP sequence set: `1:3,7`. */
export function printRuns(runs: UidRuns): string {
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`)).join(',')
}

/** Reads what `printRuns` wrote; null for anything else. */
export function readRuns(text: string): UidRuns | null {
  if (text === '') return []
  if (!/^\d+(:\d+)?(,\d+(:\d+)?)*$/.test(text)) return null
  return merged(
    text.split(',').map((run) => {
      const [first = 0, last = first] = run.split(':').map(Number)
      return [first, last]
    }),
  )
}

function merged(runs: readonly (readonly [number, number])[]): UidRuns {
  const result: [number, number][] = []
  for (const [first, last] of runs.toSorted((one, other) => one[0] - other[0])) {
    const previous = result.at(-1)
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last)
    else result.push([first, last])
  }
  return result
}
