/**
 * The Message-ID that a server is known to write over ours: Amazon SES makes it of the id in its final reply and of
 * its region. Null for servers that leave ours alone, or that do not say what they do.
 */
export function rewrittenMailId(host: string, queueId: string | null): string | null {
  const region = /^email-smtp(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com$/i.exec(host)?.[1]?.toLowerCase()
  if (region === undefined || queueId === null) return null
  return `${queueId}@${region === 'us-east-1' ? 'email' : region}.amazonses.com`
}
