import { skipUnless } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EventSubscription } from './api-client.ts'
import { eventually } from './eventually.ts'
import { mailText } from './mail-text.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'

const limitMs = 2_000

describe.skipIf(skipUnless(stageMissing()))('new mail while a worker in another process listens', () => {
  let stage: Stage
  let stream: EventSubscription
  let id: string

  beforeAll(async () => {
    stage = await startStage()
    // A day: nothing below happens because somebody polled. Only INBOX is listened to.
    id = await stage.connect({ intervalSeconds: 86_400, settings: { folders: ['INBOX', 'Archive'] } })
    stream = await stage.api.events()
    stage.startWorker()
    await eventually('the first sync', async () => synced(await stage.api.integration(id)))
  })
  afterAll(async () => {
    await stream?.close()
    await stage?.dispose()
  })

  test('is visible through the API and announced on the event stream within two seconds', async () => {
    const visible: number[] = []
    const announced: number[] = []
    for (let number = 1; number <= 10; number += 1) {
      const subject = `Pushed ${number}`
      const start = performance.now()
      await deliver(subject, 'INBOX')
      const { lastMessageId } = await stage.api.conversationAbout(subject)
      visible.push(performance.now() - start)
      announced.push((await announcementOf(lastMessageId)).seenAt - start)
    }
    console.info(`visible after ${figures(visible)}, announced after ${figures(announced)}`)
    expect(Math.max(...visible, ...announced)).toBeLessThan(limitMs)
  })

  test('"sync now" reaches the worker of another process, which looks at once', async () => {
    const delays: number[] = []
    for (let number = 1; number <= 5; number += 1) {
      const subject = `Asked for ${number}`
      await deliver(subject, 'Archive')
      const known = (await stage.api.conversations()).map((conversation) => conversation.subject)
      expect(known).not.toContain(subject)

      const start = performance.now()
      await stage.api.send('POST', `/inbox/integrations/${id}/sync`)
      await stage.api.conversationAbout(subject)
      delays.push(performance.now() - start)
    }
    console.info(`after "sync now" visible after ${figures(delays)}`)
    expect(Math.max(...delays)).toBeLessThan(limitMs)
    // The last one may still be on its way when its conversation is there.
    await eventually('five syncs that brought one message each', () => {
      const news = stream.events.filter(
        ({ type, data }) => type === 'integration.synced' && data.stored === 1,
      )
      return news.length >= 5 ? true : undefined
    })
  })

  function deliver(subject: string, folder: string): Promise<void> {
    const mailId = `${subject.replaceAll(/\W/g, '')}@example.org`
    const text = mailText({ from: 'Zoe <zoe@example.org>', to: support.address, subject, text: 'Hi', mailId })
    return stage.dovecot.deliver(support.address, text, folder)
  }

  function announcementOf(messageId: string) {
    return eventually(`the announcement of ${messageId}`, () =>
      stream.events.find((event) => event.type === 'message.received' && event.messageId === messageId),
    )
  }
})

function synced({ lastSyncStatus }: { readonly lastSyncStatus: string | null }): true | undefined {
  return lastSyncStatus === 'success' ? true : undefined
}

function figures(delays: readonly number[]): string {
  const sorted = delays.toSorted((a, b) => a - b).map(Math.round)
  return `${sorted[Math.floor(sorted.length / 2)]} ms (median), ${sorted.at(-1)} ms (longest of ${sorted.length})`
}
