import { z } from 'zod'

/** Where a message is said: decides how it is threaded and answered. */
export type Medium = 'email' | 'sms' | 'whatsapp' | 'webhook'

/** A mail address or a phone number with the name it was used under. */
export interface Address {
  readonly name: string
  readonly address: string
}

export const addressSchema: z.ZodType<Address> = z.object({ name: z.string(), address: z.string() })

/**
 * The form under which addresses are compared: trimmed and lower case. RFC 5321 §2.4 lets a local part be
 * case sensitive; no mailbox provider does that, and people type their address in any case.
 */
export function addressKey(address: string): string {
  return address.trim().toLowerCase()
}
