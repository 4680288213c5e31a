import type { AccountWords } from './account-words.ts'

export const englishAccountWords: AccountWords = {
  'password-refused': ({ place, username }) => ({
    what: `${place} refused the user name ${username} or its password.`,
    remedy: 'Check both. Many providers want an app password here instead of the one you use on their site.',
  }),
  'app-password-needed': ({ provider }) => ({
    what: `${provider} does not accept your usual password from other programs.`,
    remedy: `Create an app password in the security settings of your ${provider} account and enter it here.`,
  }),
  'sign-in-needed': ({ provider }) => ({
    what: `${provider} no longer accepts passwords from other programs.`,
    remedy: `Use the button “Connect with ${provider}”.`,
  }),
  'sign-in-refused': ({ provider, username }) => ({
    what: `${provider} did not accept the sign-in for ${username}.`,
    remedy: `Connect again and choose the account ${username} itself, or one that may open this mailbox.`,
  }),
  'sign-in-incomplete': ({ provider }) => ({
    what: `${provider} was not allowed to give access to your mail.`,
    remedy: 'Connect again and leave every box ticked: reading and sending both need it.',
  }),
  'sign-in-expired': () => ({
    what: 'This sign-in took too long, or was already used.',
    remedy: 'Start again with the connect button.',
  }),
  'sign-in-cancelled': ({ provider }) => ({
    what: `The sign-in with ${provider} was cancelled or refused.`,
    remedy: 'Start again; in a company account an administrator may have to allow this program first.',
  }),
  'signed-out': ({ provider }) => ({
    what: `${provider} ended the access to this mailbox, for instance because the password was changed.`,
    remedy: `Connect the mailbox again with ${provider}. Nothing is lost: what arrived meanwhile is read then.`,
  }),
  'imap-disabled': ({ provider }) => ({
    what: `IMAP is switched off in this ${provider} account.`,
    remedy: `Allow IMAP access in the mail settings on the ${provider} site, then try again.`,
  }),
  'sending-disabled': ({ place, provider }) => ({
    what: `${place} does not let this account send from other programs (SMTP).`,
    remedy: `Ask the administrator of the ${provider} account to allow authenticated SMTP for this mailbox.`,
  }),
  'web-login-needed': ({ provider }) => ({
    what: `${provider} wants to see you in a browser before it lets other programs in.`,
    remedy: `Sign in once on the ${provider} site, confirm that it was you, then try again.`,
  }),
  'login-not-offered': ({ place }) => ({
    what: `${place} does not offer a login of this kind.`,
    remedy: 'Choose encryption (TLS or STARTTLS); if it was chosen already, check host and port.',
  }),
  'host-unknown': ({ host }) => ({
    what: `There is no server called ${host}.`,
    remedy: 'Check the spelling of the server name.',
  }),
  'host-private': ({ host }) => ({
    what: `${host} is not a server on the public internet.`,
    remedy: 'Enter the public server name; whoever runs this program can allow private networks.',
  }),
  'port-closed': ({ place }) => ({
    what: `${place} refuses connections.`,
    remedy: 'Check server and port; a firewall may be in between.',
  }),
  'no-answer': ({ place }) => ({
    what: `${place} does not answer.`,
    remedy: 'Check server, port and encryption; a firewall may be in between.',
  }),
  'connection-lost': ({ place }) => ({
    what: `${place} closed the connection.`,
    remedy: 'Try again in a moment; if it goes on, check the port and the encryption.',
  }),
  'certificate-unknown': ({ place }) => ({
    what: `The certificate of ${place} comes from nobody we trust.`,
    remedy:
      'Ask whoever runs the server for a public certificate, or use the server name your provider gives.',
  }),
  'certificate-other-name': ({ place }) => ({
    what: `The certificate of ${place} belongs to another name.`,
    remedy: 'Use the server name your provider gives; your own domain is often only an alias of it.',
  }),
  'certificate-expired': ({ place }) => ({
    what: `The certificate of ${place} is not valid today.`,
    remedy: 'Whoever runs the server has to renew it.',
  }),
  'tls-not-spoken': ({ place, isOutgoing }) => ({
    what: `${place} does not begin with encryption.`,
    remedy: `Choose STARTTLS, or port ${isOutgoing ? 465 : 993} for TLS.`,
  }),
  'tls-failed': ({ place }) => ({
    what: `No encrypted connection to ${place} could be made.`,
    remedy: 'Check server, port and encryption; a very old server may not know today’s encryption.',
  }),
  'starttls-missing': ({ place, isOutgoing }) => ({
    what: `${place} does not offer STARTTLS.`,
    remedy: `Choose TLS with port ${isOutgoing ? 465 : 993}.`,
  }),
  'encryption-needed': ({ place }) => ({
    what: `${place} accepts a password only over an encrypted connection.`,
    remedy: 'Choose TLS or STARTTLS.',
  }),
  'folder-missing': ({ folder }) => ({
    what: `The mailbox has no folder called ${folder}.`,
    remedy: 'Choose one that exists; INBOX always does.',
  }),
  throttled: ({ place }) => ({
    what: `${place} asks for a pause because this account was used too much.`,
    remedy: 'Wait a few minutes. Your password is not the problem.',
  }),
  unavailable: ({ place }) => ({
    what: `${place} cannot serve this account at the moment.`,
    remedy: 'Try again in a few minutes. Your password is not the problem.',
  }),
  'not-understood': ({ place, isOutgoing }) => ({
    what: `${place} answered in a way that a mail server does not.`,
    remedy: `Check server and port: ${isOutgoing ? '465 or 587 for SMTP' : '993 or 143 for IMAP'}.`,
  }),
}
