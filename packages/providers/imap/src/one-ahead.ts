/**
 * Takes the next value while the last one is being used, and no more: fetching and storing overlap, memory
 * stays flat. Stopping early waits for what is under way, so that nothing uses the source afterwards.
 */
export async function* oneAhead<Value>(source: AsyncGenerator<Value>): AsyncGenerator<Value> {
  let upcoming = takeNext(source)
  try {
    for (let current = await upcoming; !current.done; current = await upcoming) {
      upcoming = takeNext(source)
      yield current.value
    }
  } finally {
    await source.return(undefined)
  }
}

function takeNext<Value>(source: AsyncGenerator<Value>): Promise<IteratorResult<Value, unknown>> {
  const next = source.next()
  // A failure is thrown when its turn comes; until then Node must not take it for an unhandled one.
  next.catch(() => undefined)
  return next
}
