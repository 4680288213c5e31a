import type { GuichetError, LogFields } from '@guichet/core'

/**
 * What the log may know of a failure. Our own sentences never carry content; a driver's may quote a row or a
 * password, so of a foreign cause only its name, its code and the places in the code are kept.
 */
export function failureFields(error: GuichetError): LogFields {
  const { cause } = error
  return {
    code: error.code,
    error: error.message,
    provider: error.provider,
    providerCode: error.providerCode,
    ...(cause instanceof Error
      ? { cause: cause.name, causeCode: codeOf(cause), stack: places(cause) }
      : { stack: places(error) }),
  }
}

function codeOf(cause: Error): string | undefined {
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
}

function places({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim())
    .join('\n')
}
