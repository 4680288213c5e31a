import { z } from 'zod'
import { byteStream } from '../byte-stream.ts'
import { type Operation, operation } from '../operation.ts'
import { idParams } from '../schemas.ts'

export const messageOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/inbox/messages/{id}',
    role: 'viewer',
    summary: 'One message',
    status: 200,
    input: z.object({ params: idParams }),
    handler: ({ tenant, params }) => tenant.messages.get(params.id),
  }),
  operation({
    method: 'GET',
    path: '/inbox/messages/{id}/raw',
    role: 'agent',
    summary: 'The message exactly as it was received, as a download',
    status: 200,
    input: z.object({ params: idParams }),
    handler: async ({ tenant, params, log }) =>
      new Response(await byteStream(await tenant.messages.raw(params.id), log), {
        headers: {
          'content-type': 'message/rfc822',
          'content-disposition': `attachment; filename="message-${params.id}.eml"`,
          // A stranger wrote these bytes: should a browser ever show them, they get no origin and no script.
          'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
        },
      }),
  }),
]
