import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { eventTypes, staleKeys } from './event-keys.ts'
import { lookAgain } from './look-again.ts'
import { apiBase } from './request.ts'
import type { InboxEvent } from './types.ts'

/** During a first sync hundreds of events come at once; the page looks again at most this often. */
const gatherMs = 400
const reconnectMs = 5_000

/** Keeps every cached answer true while the page is open. `onArrival` gets the conversations with new mail. */
export function useEventStream(onArrival: (conversationIds: ReadonlySet<string>) => void): {
  readonly connected: boolean
} {
  const client = useQueryClient()
  const [connected, setConnected] = useState(true)
  useEffect(() => follow(client, onArrival, setConnected), [client, onArrival])
  return { connected }
}

function follow(
  client: QueryClient,
  onArrival: (conversationIds: ReadonlySet<string>) => void,
  onConnection: (connected: boolean) => void,
): () => void {
  const gathering = gather(client, onArrival)
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const connect = () => {
    source = new EventSource(`${apiBase}/events`)
    // What happened between the first answers and this moment was announced to nobody.
    source.onopen = () => {
      onConnection(true)
      void lookAgain(client)
    }
    source.onerror = () => {
      onConnection(false)
      // The browser retries a broken stream by itself, but gives up for good on an HTTP error.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(connect, reconnectMs)
    }
    for (const type of eventTypes)
      source.addEventListener(type, (event) => gathering.add(JSON.parse(event.data)))
  }
  connect()
  return () => {
    clearTimeout(timer)
    gathering.stop()
    source?.close()
  }
}

function gather(client: QueryClient, onArrival: (conversationIds: ReadonlySet<string>) => void) {
  let events: InboxEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    const gathered = events
    events = []
    timer = undefined
    const stale = new Map(gathered.flatMap(staleKeys).map((key) => [key.join(' '), key]))
    for (const queryKey of stale.values()) void lookAgain(client, queryKey)
    const arrived = new Set(gathered.flatMap(arrivalOf))
    if (arrived.size > 0) onArrival(arrived)
  }
  return {
    add: (event: InboxEvent) => {
      events = [...events, event]
      timer ??= setTimeout(flush, gatherMs)
    },
    stop: () => clearTimeout(timer),
  }
}

function arrivalOf(event: InboxEvent): readonly string[] {
  return event.type === 'message.received' && event.conversationId !== null ? [event.conversationId] : []
}
