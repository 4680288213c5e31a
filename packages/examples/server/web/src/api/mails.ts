import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { keys } from './keys.ts'
import { command, queryString, request } from './request.ts'
import type { Mail, MailSummary, Page } from './types.ts'

/** Which mails are shown; empty and null for all. */
export interface MailFilter {
  readonly state: Mail['delivery']['state'] | null
  readonly tag: string | null
  /** An address. */
  readonly recipient: string
}

const noCursor: string | null = null

/** Mail of the application, latest first; events keep it fresh. */
export function useMails(filter: MailFilter): UseInfiniteQueryResult<readonly MailSummary[]> {
  const { state, tag, recipient } = filter
  return useInfiniteQuery({
    queryKey: keys.mailList(state ?? '', tag ?? '', recipient),
    queryFn: ({ pageParam, signal }) => {
      const query = {
        state,
        tag,
        recipient: recipient === '' ? null : recipient,
        cursor: pageParam,
        limit: 50,
      }
      return request<Page<MailSummary>>(`/mails${queryString(query)}`, { signal })
    },
    initialPageParam: noCursor,
    getNextPageParam: (page) => page.nextCursor,
    select: flatten,
  })
}

function flatten(data: InfiniteData<Page<MailSummary>, string | null>): readonly MailSummary[] {
  return data.pages.flatMap((page) => page.items)
}

/** One mail with what it says. */
export function useMail(id: string): UseQueryResult<Mail> {
  return useQuery({
    queryKey: keys.mail(id),
    queryFn: ({ signal }) => request<Mail>(pathOf(id), { signal }),
  })
}

/** What a person may decide about a mail that has not surely left. */
export type MailDecision = 'cancel' | 'resend' | 'mark-sent'

export function useDecideMail(id: string): UseMutationResult<Mail, Error, MailDecision> {
  return useMailMutation((decision: MailDecision) =>
    request<Mail>(`${pathOf(id)}/${decision}`, { method: 'POST' }),
  )
}

export function useRemoveMail(id: string): UseMutationResult<void, Error, void> {
  return useMailMutation(() => command(pathOf(id), { method: 'DELETE' }))
}

export interface TestMail {
  readonly to: string
  /** One try sends one mail. */
  readonly key: string
}

/** Sends a mail that says that mail arrives. */
export function useTestMail(): UseMutationResult<Mail, Error, TestMail> {
  return useMailMutation(({ to, key }: TestMail) =>
    request<Mail>(`/test-email${queryString({ to })}`, {
      method: 'POST',
      headers: { 'idempotency-key': key },
    }),
  )
}

function pathOf(id: string): string {
  return `/mails/${encodeURIComponent(id)}`
}

function useMailMutation<Answer, Input>(
  mutationFn: (input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: keys.mails }),
  })
}
