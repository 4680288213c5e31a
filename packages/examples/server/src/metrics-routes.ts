import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'

export interface MetricsRoutes {
  readonly metrics: { respond(): Promise<Response> }
  /** Who reads has to know it, as `Authorization: Bearer …`. */
  readonly token?: string | undefined
  /** Without a token, nobody reads there. */
  readonly isProduction: boolean
}

/** `GET /metrics` for Prometheus. They hold no personal data, but how much is sent is nobody else's affair. */
export function metricsRoutes({ metrics, token = '', isProduction }: MetricsRoutes): Hono {
  const app = new Hono()
  app.get('/metrics', async (context) => {
    // A variable that is there and empty is no token that anybody could show.
    if (token === '' && isProduction) return context.notFound()
    const given = context.req.header('authorization') ?? ''
    if (token !== '' && !isSame(given, `Bearer ${token}`))
      return context.text('unauthorized', 401, { 'www-authenticate': 'Bearer' })
    return metrics.respond()
  })
  return app
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.byteLength === other.byteLength && timingSafeEqual(one, other)
}
