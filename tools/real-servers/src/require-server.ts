/**
 * Whether a suite that needs a real server must be left out; `reason` is null when the server is there.
 * Says why on the console. In CI it throws instead, so that a missing server never looks like a green run.
 */
export function skipUnless(reason: string | null): boolean {
  if (reason === null) return false
  if (process.env.CI) throw new Error(`this suite may not be skipped in CI: ${reason}`)
  console.warn(`skipped: ${reason}`)
  return true
}
