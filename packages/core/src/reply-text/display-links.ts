/**
 * The address that a mail server's link scanner hides (Outlook SafeLinks, Proofpoint, Barracuda), for display: where
 * a click leads stays the scanner's business. Other addresses come back as they are.
 */
export function displayLink(href: string): string {
  const url = URL.parse(href)
  if (url === null) return href
  const target = targetOf(url)
  return target !== null && /^https?:$/.test(URL.parse(target)?.protocol ?? '') ? target : href
}

function targetOf(url: URL): string | null {
  if (url.hostname.endsWith('.safelinks.protection.outlook.com')) return url.searchParams.get('url')
  if (url.hostname === 'linkprotect.cudasvc.com') return url.searchParams.get('a')
  if (!/^urldefense\.(?:com|us|proofpoint\.com)$/.test(url.hostname)) return null
  const third = /\/v3\/__(.+?)__;/.exec(url.href)
  if (third !== null) return third[1] ?? null
  const second = url.pathname.startsWith('/v2/') ? url.searchParams.get('u') : null
  return second === null
    ? url.searchParams.get('u')
    : decoded(second.replaceAll('-', '%').replaceAll('_', '/'))
}

function decoded(text: string): string | null {
  return new URLSearchParams(`u=${text}`).get('u')
}
