import { GuichetError, type GuichetErrorCode, type GuichetErrorDetails } from '@guichet/core'

/** Never with a cause: the errors of Vonage's library hold the token of the request. */
export function vonageError(
  code: GuichetErrorCode,
  sentence: string,
  details: Omit<GuichetErrorDetails, 'provider' | 'cause'> = {},
): GuichetError {
  return new GuichetError(code, sentence, { ...details, provider: 'vonage' })
}
