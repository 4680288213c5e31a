import { GuichetError, type Inbox, type TenantId } from '@guichet/core'
import { createHandler, type Session } from '@guichet/http'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

export interface ServerOptions {
  readonly inbox: Inbox
  readonly tenant: TenantId
  /** The built web inbox. */
  readonly webFolder: string
  /** 0 takes a free one. */
  readonly port: number
  /** Pages of its own. */
  readonly pages?: Hono
}

export interface RunningServer {
  readonly url: string
  close(): Promise<void>
}

/** Names under which this machine calls itself; any other in a Host header is a page from elsewhere (DNS rebinding). */
const localNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Serves the API and the web inbox on this machine only. Whoever can open it is the administrator of one
 * tenant: a real host authenticates its own users here. Throws `in-use` when another program has the port.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { inbox, tenant, webFolder, port, pages = new Hono() } = options
  const session: Session = { tenant, user: { id: 'you' }, role: 'admin' }
  const handler = createHandler(inbox, {
    authenticate: (request) => (localNames.has(new URL(request.url).hostname) ? session : undefined),
  })
  const app = new Hono()
  app.all('/inbox/*', (context) => handler(context.req.raw))
  // Pages of the demo have no other guard: a name from elsewhere that leads here is none of ours.
  app.use(async (context, next) => {
    if (localNames.has(new URL(context.req.url).hostname)) return next()
    return context.text('open it as http://localhost', 421)
  })
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        // The frame of a formatted mail inherits this and narrows it: its own policy lets no picture of another
        // server through until a person asks. Scripts stay ours alone, and no stranger's HTML is outside that frame.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'https:', 'http:'],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
    }),
  )
  app.route('/', pages)
  app.use(serveStatic({ root: webFolder }))
  // The page keeps folder and conversation in its path.
  app.get('*', serveStatic({ root: webFolder, path: 'index.html' }))

  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info) => {
      resolve({
        url: `http://localhost:${info.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
    server.on('error', (error) => reject(cannotListen(error, port)))
  })
}

function cannotListen(error: Error, port: number): Error {
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    const remedy = `stop it, or choose another port: npm run demo -- --port ${port + 1}`
    return new GuichetError('in-use', `Another program already uses port ${port}; ${remedy}`, {
      cause: error,
    })
  }
  if (code === 'EACCES') {
    const remedy = 'choose one above 1023: npm run demo -- --port 3000'
    return new GuichetError('forbidden', `Port ${port} is not open to this user; ${remedy}`, { cause: error })
  }
  return error
}
