import { z } from 'zod'
import type { AddressesApi } from '../inbox-api.ts'
import { addressKey } from '../model/address.ts'
import { addressMarks } from '../model/address-mark.ts'
import { validate } from '../validate.ts'
import { type ApiContext, eventNow, systemActor, within } from './api-context.ts'

const addressSchema = z.string().trim().min(1, 'an address is needed').max(320, 'this is no address')

/** What is known of addresses, and a person's word against it. */
export function addressesApi(ctx: ApiContext): AddressesApi {
  const keyOf = (address: string): string => addressKey(validate(addressSchema, address, 'address'))
  return {
    async marks(address) {
      const key = keyOf(address)
      return within(ctx, (tx) => tx.addresses.marks([key]))
    },
    async clearMarks(address, actor = systemActor) {
      const key = keyOf(address)
      await within(ctx, async (tx) => {
        const cleared = await tx.addresses.unmark([key], addressMarks)
        if (cleared.length === 0) return
        const events = cleared.map(({ mark, kind, messageId }) =>
          eventNow(ctx, {
            ...{ type: 'address.changed', actor, messageId, data: { mark, kind, cleared: true } },
          }),
        )
        await tx.events.append(events)
      })
    },
  }
}
