import type { QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Asks again for what is on the page (everything without a key). A first answer that is still on its way may
 * be older than the change, and invalidating alone would let it stand: it is dropped and asked for anew.
 */
export async function lookAgain(client: QueryClient, queryKey: QueryKey = []): Promise<void> {
  await client.cancelQueries({ queryKey, predicate: ({ state }) => state.data === undefined })
  await client.invalidateQueries({ queryKey })
}
