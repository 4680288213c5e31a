import { GuichetError } from './errors.ts'
import type { ChannelType } from './ports/channel.ts'

/** The channel types this host has registered, by type. */
export interface Channels {
  /** Throws `invalid-configuration` for a type nobody registered. */
  get(type: string): ChannelType
  readonly types: readonly string[]
}

/** Throws `invalid-configuration` when two channel types have one name. */
export function channelRegistry(channelTypes: readonly ChannelType[]): Channels {
  const byType = new Map<string, ChannelType>()
  for (const channel of channelTypes) {
    if (byType.has(channel.type)) throw unusable(`channel type ${channel.type} is registered twice`)
    byType.set(channel.type, channel)
  }
  const types = [...byType.keys()]
  return {
    types,
    get(type) {
      const channel = byType.get(type)
      if (channel !== undefined) return channel
      throw unusable(
        `channel type ${type} is not registered; createInbox was given: ${types.join(', ') || 'none'}`,
      )
    },
  }
}

function unusable(sentence: string): GuichetError {
  return new GuichetError('invalid-configuration', sentence, { field: 'channels', retry: 'after-fix' })
}
