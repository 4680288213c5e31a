type Close = () => Promise<unknown>

/** Starts everything; what was started is stopped again, the last first, when a part cannot be. */
export async function startAll<Started extends object>(
  start: (closing: Close[]) => Promise<Started>,
): Promise<Started & { stop(): Promise<void> }> {
  const closing: Close[] = []
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    return { ...(await start(closing)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
