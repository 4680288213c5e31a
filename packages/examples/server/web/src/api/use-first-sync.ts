import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { isCalled, useIntegrations } from './integrations.ts'
import { keys } from './keys.ts'
import { lookAgain } from './look-again.ts'

const lookMs = 2_000

/**
 * Whether a mailbox is being read for the first time. Its history arrives without events, so the lists are
 * looked at again meanwhile.
 */
export function useFirstSync(): boolean {
  const client = useQueryClient()
  const { data: integrations = [] } = useIntegrations()
  const isReading = integrations.some((one) => !isCalled(one) && !one.paused && one.lastSyncAt === null)
  useEffect(() => {
    if (!isReading) return
    const timer = setInterval(() => {
      for (const key of [keys.conversations, keys.folders]) void lookAgain(client, key)
    }, lookMs)
    return () => clearInterval(timer)
  }, [client, isReading])
  return isReading
}
