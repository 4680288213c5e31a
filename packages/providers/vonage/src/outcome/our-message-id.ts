/** Our id of a message, where Vonage gives it back; another system at the same account may use references of its own. */
export function ourMessageId(reference: string | null | undefined): string | null {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(reference ?? '') ? (reference ?? null) : null
}
