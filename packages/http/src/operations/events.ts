import { z } from 'zod'
import { eventStream } from '../event-stream.ts'
import { operation } from '../operation.ts'

/** A position that makes no sense is no error: the stream starts from now and says `reset`. */
const positionSchema = z.string().exactOptional()

export const eventOperations = [
  operation({
    name: 'events.follow',
    method: 'GET',
    path: '/inbox/events',
    role: 'viewer',
    summary: 'What happens, as it happens, as server-sent events; resumes after Last-Event-ID',
    status: 200,
    input: z.object({
      query: z.strictObject({ after: positionSchema }),
      headers: z.object({ 'last-event-id': positionSchema }),
    }),
    output: 'events',
    handler: async ({ tenant, request, clock, log, query, headers }) => {
      // A browser that reconnects repeats the address it began with: what it has seen since is newer.
      const position = headers['last-event-id'] ?? query.after ?? null
      const stream = await eventStream({
        events: tenant.events,
        position,
        signal: request.signal,
        clock,
        log,
      })
      return new Response(stream, {
        // Proxies like nginx hold answers back until a buffer is full unless they are told not to.
        headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
      })
    },
  }),
] as const
