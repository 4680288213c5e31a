import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { keys } from './keys.ts'
import { request } from './request.ts'
import type { Medium, ReplyOptions, TextMeasure } from './types.ts'

/** Media whose messages are texts: they have rules and a price, and no subject. */
export function isTextMedium(medium: Medium): boolean {
  return medium === 'sms' || medium === 'whatsapp'
}

/** How a conversation may be answered now. */
export function useReplyOptions(conversationId: string): UseQueryResult<ReplyOptions> {
  return useQuery({
    queryKey: keys.replyOptions(conversationId),
    // A window closes without an event.
    staleTime: 15_000,
    queryFn: ({ signal }) =>
      request<ReplyOptions>(`/conversations/${encodeURIComponent(conversationId)}/reply-options`, { signal }),
  })
}

const typingPauseMs = 200

/** What a text costs, counted by the channel when typing pauses; null before that, and where nothing is counted. */
export function useMeasure(conversationId: string, text: string): TextMeasure | null {
  const settled = usePause(text)
  const { data = null } = useQuery({
    queryKey: keys.measure(conversationId, settled),
    enabled: settled !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      request<TextMeasure | null>(`/conversations/${encodeURIComponent(conversationId)}/measure`, {
        method: 'POST',
        body: { text: settled },
        signal,
      }),
  })
  return settled === '' ? null : data
}

/** The value once it has not changed for a moment. */
function usePause(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), typingPauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
