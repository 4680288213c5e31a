const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether another site's page makes this browser change something with its user's cookies. Browsers send
 * `Sec-Fetch-Site`, older ones at least `Origin`, and no page can forge either; programs send neither, and
 * they hold no cookies that they did not ask for.
 */
export function isCrossSite(request: Request, allowedOrigins: readonly string[]): boolean {
  if (safeMethods.has(request.method)) return false
  const origin = request.headers.get('origin')
  if (origin !== null && allowedOrigins.includes(origin)) return false
  const site = request.headers.get('sec-fetch-site')
  // Reliable even behind a proxy that changes the Host header.
  if (site !== null) return site !== 'same-origin' && site !== 'none'
  return origin !== null && hostOf(origin) !== new URL(request.url).host
}

/** Hosts are compared without the scheme: behind a proxy that ends TLS, ours looks like http. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
