import { z } from 'zod'
import { GuichetError } from './errors.ts'

/** What a caller may choose to be recognised by when it asks again. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'an idempotency key is 1 to 255 visible ASCII characters')

/** The refusal of a key that stands for something else. */
export function keyUsed(): GuichetError {
  const sentence = 'this idempotency key was used for another request: use a new key for each request'
  return new GuichetError('invalid-input', sentence, { field: 'idempotencyKey' })
}
