import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { keys } from './keys.ts'
import { command, request } from './request.ts'
import type { Folder, FolderInput, FolderView } from './types.ts'

export function useFolders(): UseQueryResult<readonly FolderView[]> {
  return useQuery({
    queryKey: keys.folders,
    queryFn: async ({ signal }) => {
      const { items } = await request<{ readonly items: readonly FolderView[] }>('/folders', { signal })
      return items
    },
  })
}

/** Creates a folder (id null) or changes one. */
export function useSaveFolder(id: string | null): UseMutationResult<Folder, Error, FolderInput> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: FolderInput) =>
      id === null
        ? request<Folder>('/folders', { method: 'POST', body: input })
        : request<Folder>(`/folders/${encodeURIComponent(id)}`, { method: 'PATCH', body: input }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.folders }),
  })
}

export function useRemoveFolder(): UseMutationResult<void, Error, string> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => command(`/folders/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.folders })
      await client.invalidateQueries({ queryKey: keys.conversations })
    },
  })
}
