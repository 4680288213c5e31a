/** A page of SNS itself, in whatever region. */
export function isSnsUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, username } = new URL(url)
  const isAmazon = /^sns\.[a-z0-9-]{3,}\.amazonaws\.com(?:\.cn)?$/.test(hostname)
  return protocol === 'https:' && isAmazon && port === '' && username === ''
}
