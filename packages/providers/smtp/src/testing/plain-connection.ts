import type { Connection } from '@guichet/core'
import { secret } from '@guichet/core'
import type { SmtpSecrets, SmtpSettings } from '../settings.ts'

export function plainConnection(
  port: number,
  changes: Partial<SmtpSettings> = {},
  password = 'right',
): Connection<SmtpSettings, SmtpSecrets> {
  return {
    settings: { host: '127.0.0.1', port, security: 'none', ...changes },
    secrets: secret({ password }),
  }
}
