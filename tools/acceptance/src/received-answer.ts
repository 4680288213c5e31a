import { vi } from 'vitest'
import type { Desks } from './browser-desks.ts'

/** The one mail with this subject in the customer's mailbox, as another mail program reads it. */
export async function receivedAnswer(desks: Desks, subject: string) {
  const client = await desks.customerMailbox()
  try {
    const uid = await vi.waitUntil(
      async () => {
        await client.noop()
        const found = await client.search({ subject }, { uid: true })
        return found ? found[0] : undefined
      },
      { timeout: 10_000, interval: 100 },
    )
    const query = { envelope: true, bodyStructure: true, headers: ['references'] }
    const message = await client.fetchOne(uid, query, { uid: true })
    if (!message) throw new Error('the mail was there a moment ago')
    const parts = message.bodyStructure?.childNodes ?? []
    const texts = []
    for (const { part } of parts) {
      const { content } = await client.download(String(uid), part, { uid: true })
      if (!content) throw new Error(`part ${part} is gone`)
      texts.push(Buffer.concat(await content.toArray()).toString('utf8'))
    }
    return {
      envelope: message.envelope,
      references: message.headers?.toString().match(/<[^>]+>/g),
      types: parts.map(({ type }) => type),
      texts,
    }
  } finally {
    await client.logout()
  }
}
