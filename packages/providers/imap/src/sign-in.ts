import { type ChannelType, type MailAccounts, secret } from '@guichet/core'
import type { ImapSecrets, ImapSettings } from './settings.ts'

type Abilities = Pick<ChannelType<ImapSettings, ImapSecrets>, 'discover' | 'signIn' | 'renewal'>

/** What the channel can do once it knows providers. */
export function signInAbilities(accounts: MailAccounts): Abilities {
  return {
    discover: (address) => accounts.discover(address),
    signIn: {
      providers: accounts.signInProviders,
      begin: (request) => accounts.beginSignIn(request),
      finish: async (answer) => ({ oauth: await accounts.finishSignIn(answer) }),
    },
    renewal: {
      expiresAt: ({ oauth }) => (oauth === undefined ? null : new Date(oauth.expiresAt)),
      async renew(secrets) {
        const before = secrets.reveal()
        if (before.oauth === undefined) return before
        return { ...before, oauth: await accounts.renew(secret(before.oauth)) }
      },
    },
  }
}
