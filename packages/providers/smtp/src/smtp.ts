import { type Connection, GuichetError, type Sender } from '@guichet/core'
import type { DkimOptions } from '@guichet/mail-composer'
import { type SmtpSecrets, type SmtpSettings, smtpSecrets, smtpSettings } from './settings.ts'
import { type Route, type TransmitterOptions, transmitter } from './transmitter.ts'

export interface SmtpOptions extends TransmitterOptions {}

type SmtpConnection = Connection<SmtpSettings, SmtpSecrets>

/**
 * Sends mail over SMTP: `imap({ sender: smtp() })`. An error tells whether the message was certainly not sent
 * (`not-done`) or perhaps sent (`outcome-unknown`); see the table in the README.
 */
export function smtp(options: SmtpOptions = {}): Sender<SmtpSettings, SmtpSecrets> {
  const { send, verify, close } = transmitter(options)
  return {
    settings: smtpSettings,
    secrets: smtpSecrets,
    send: async (connection, message) => send(routeOf(connection), message),
    verify: async (connection) => verify(routeOf(connection)),
    close: async () => close(),
  }
}

function routeOf(connection: SmtpConnection): Route {
  const { settings, secrets } = connection
  const route = { settings, secrets, dkim: dkimOf(connection) }
  const { freshSecrets } = connection
  if (freshSecrets === undefined) return route
  // The whole secrets as they came: whoever renews them compares them with what is stored.
  return { ...route, renew: () => freshSecrets(secrets) }
}

function dkimOf({ settings: { dkim }, secrets }: SmtpConnection): DkimOptions | null {
  if (dkim === undefined) return null
  const { dkimKey } = secrets.reveal()
  if (dkimKey !== undefined) return { ...dkim, privateKey: dkimKey }
  throw new GuichetError('invalid-input', 'dkimKey: the private key of the DKIM signature is missing', {
    field: 'dkimKey',
    retry: 'after-fix',
  })
}
