const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

const secured = new WeakSet<Response>()

/** An answer with what makes it harmless in a browser. Made with its headers at once: adding some later is slow. */
export function securedResponse(
  body: string | null,
  { status, headers }: { readonly status: number; readonly headers?: Readonly<Record<string, string>> },
): Response {
  const response = new Response(body, { status, headers: { ...securityHeaders, ...headers } })
  secured.add(response)
  return response
}

/** Adds what every answer needs to be harmless in a browser; a stricter header that is there already stays. */
export function withSecurityHeaders(response: Response): Response {
  if (secured.has(response)) return response
  for (const [name, value] of Object.entries(securityHeaders)) {
    if (!response.headers.has(name)) response.headers.set(name, value)
  }
  return response
}
