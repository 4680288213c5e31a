/** Runs a piece of work when everything that was given before is done. */
export type Exclusive = <Result>(work: () => Promise<Result>) => Promise<Result>

/** A queue of one: what transactions of a database with one session are. */
export function oneAtATime(): Exclusive {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    // The failure of one work goes to its caller, through `result`; the next one runs all the same.
    last = result.then(ignore, ignore)
    return result
  }
}

function ignore(): null {
  return null
}
