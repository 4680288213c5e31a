import type { VonageOptions } from '../options.ts'
import { vonageError } from '../vonage-error.ts'
import { bearerOf } from './bearer.ts'
import { type AnyConnection, vonageClient } from './client.ts'
import { sendError } from './send-error.ts'

/**
 * Asks for the balance of the account, which sends nothing and changes nothing. Without an apiSecret there is no such
 * question: then the private key signs a token, which shows that it is one.
 */
export async function checkAccount(connection: AnyConnection, options: VonageOptions): Promise<void> {
  const client = await vonageClient(connection, options)
  const { apiSecret } = connection.secrets.reveal()
  await bearerOf(connection)
  if (apiSecret === undefined) return
  try {
    await client.accounts.getBalance()
  } catch (error) {
    const { code, message, providerCode } = await sendError(error)
    const isLogin = code === 'authentication-failed'
    throw vonageError(
      code === 'outcome-unknown' ? 'host-unreachable' : code,
      isLogin ? wrongLogin : message,
      {
        ...(isLogin ? { field: 'apiSecret' } : {}),
        retry: isLogin ? 'after-fix' : 'later',
        ...(providerCode === undefined ? {} : { providerCode }),
      },
    )
  }
}

const wrongLogin = 'Vonage refused apiKey and apiSecret'
