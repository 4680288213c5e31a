import { vonageError } from '../vonage-error.ts'
import type { AnyConnection } from './client.ts'

/**
 * A token for the application, valid for a quarter of an hour; null where the settings have none. Throws
 * `invalid-configuration` for a key that is none.
 */
export async function bearerOf({ settings, secrets }: AnyConnection): Promise<string | null> {
  const { applicationId } = settings
  const { privateKey } = secrets.reveal()
  if (applicationId === undefined || privateKey === undefined) return null
  const { tokenGenerate } = await import('@vonage/jwt')
  try {
    return `Bearer ${tokenGenerate(applicationId, privateKey)}`
  } catch {
    // Without its cause: that may quote the key.
    const details = { field: 'privateKey', retry: 'after-fix' } as const
    throw vonageError('invalid-configuration', 'privateKey is not an RSA key in PEM', details)
  }
}
