import { type MailSender, type Secret, secret } from '@guichet/core'
import { type SmtpSenderOptions, senderOptions } from './sender-options.ts'
import { type Login, type Route, transmitter } from './transmitter.ts'

/**
 * Sends mail through one server of the host application: its own relay, or a provider's. It takes the mail as any
 * sender of a mailbox does, with the same verdicts. Throws `invalid-configuration` that names the option.
 */
export function smtpSender(options: SmtpSenderOptions): MailSender {
  const { name, settings, privateHosts } = senderOptions(options)
  const { password = '', accessToken, dkim = null } = options
  const { send, verify, close } = transmitter({ ...options, privateHosts })

  async function route(): Promise<Route> {
    if (accessToken === undefined) return { settings, dkim, secrets: secret({ password }) }
    const login = (token: string): Secret<Login> => secret({ password: '', accessToken: token })
    return {
      settings,
      dkim,
      secrets: login(await accessToken()),
      renew: async (refused) => login(await accessToken(refused.reveal().accessToken)),
    }
  }

  return {
    name,
    send: async (message) => send(await route(), message),
    verify: async () => verify(await route()),
    close: async () => close(),
  }
}
