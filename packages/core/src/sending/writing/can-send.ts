import type { ChannelType } from '../../ports/channel.ts'

/** Whether an integration with these settings can send at all. */
export function canSend(channel: ChannelType, settings: unknown): boolean {
  return channel.send !== undefined && (channel.canSend?.(settings) ?? true)
}
