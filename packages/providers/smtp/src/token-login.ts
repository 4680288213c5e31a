import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'

type Handlers = NonNullable<SMTPConnectionOptions['customAuth']>

/**
 * SASL XOAUTH2. A refused token is answered with a challenge that holds the reason; only after an empty line does the
 * server say its verdict, and without one it waits for ever.
 */
export const tokenLogin: Handlers[string] = async ({ auth, sendCommand }) => {
  const { user = '', pass = '' } = auth.credentials ?? {}
  const token = Buffer.from(`user=${user}\x01auth=Bearer ${pass}\x01\x01`).toString('base64')
  const first = await sendCommand(`AUTH XOAUTH2 ${token}`)
  const last = first.status === 334 ? await sendCommand('') : first
  if (last.status !== 235) throw new Error('the token was refused')
}
