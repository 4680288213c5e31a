/** What work gives, or what `stopped` makes once the signal aborts: for work that may not listen to it. */
export function untilAbort<Result>(
  signal: AbortSignal,
  work: Promise<Result>,
  stopped: () => Error,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(stopped())
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
