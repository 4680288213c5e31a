import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { apiBase, request } from './request.ts'
import type { MessageContent } from './types.ts'

/**
 * What a message shows with its own formatting; asked for when somebody wants to see it. `attachment` is the path
 * of a message within it, as in `0.1`.
 */
export function useContent(
  messageId: string,
  remoteImages: 'blocked' | 'allowed',
  attachment = '',
): UseQueryResult<MessageContent> {
  const within = attachment === '' ? '' : `&attachment=${attachment}`
  return useQuery({
    queryKey: keys.content(messageId, remoteImages, attachment),
    queryFn: ({ signal }) =>
      request<MessageContent>(
        `/messages/${encodeURIComponent(messageId)}/content?remoteImages=${remoteImages}${within}`,
        { signal },
      ),
    // The original never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Where one file of a message can be downloaded. */
export function attachmentUrl(messageId: string, index: number): string {
  return `${apiBase}/messages/${encodeURIComponent(messageId)}/attachments/${index}`
}
