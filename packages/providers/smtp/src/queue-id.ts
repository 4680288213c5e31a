/** How common servers name the message in their final reply. */
const patterns: readonly RegExp[] = [
  /\bqueued as ([\w.-]+)/i, // Postfix, Exchange Online's front ends, Haraka
  /\bid=([\w.-]+)/i, // Exim
  /\[InternalId=(\d+)/i, // Exchange
  /^250 2\.0\.0 ([\w.-]+) Message accepted/i, // Sendmail
  /^250 (?:2\.0\.0 )?Ok:? ([\w-]{16,})$/i, // Amazon SES
]

/** The id a server gave the message, from its reply to the final dot; null when it does not say one. */
export function queueIdOf(reply: string): string | null {
  for (const pattern of patterns) {
    const id = pattern.exec(reply)?.[1]
    if (id !== undefined) return id
  }
  return null
}
