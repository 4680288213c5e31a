import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Addressing, Lists } from '../addressing/addressing.ts'
import { keys } from './keys.ts'
import { request } from './request.ts'
import type { RecipientChoice } from './types.ts'

type Question = Pick<Addressing, 'mode' | 'about'> & { readonly lists: Lists | null }

/** Whom a draft goes to, as the server says; undefined until it has. `isOn` is false where nothing is addressed. */
export function useRecipients(
  conversationId: string,
  { mode, about, lists }: Question,
  isOn: boolean,
): RecipientChoice | undefined {
  const body = { mode, ...(about === null ? {} : { answers: about }), ...lists }
  return useQuery({
    queryKey: keys.recipients(conversationId, JSON.stringify(body)),
    enabled: isOn,
    // The chips stay while the server looks at the next one.
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      request<RecipientChoice>(`/conversations/${encodeURIComponent(conversationId)}/recipients`, {
        ...{ method: 'POST', body, signal },
      }),
  }).data
}
