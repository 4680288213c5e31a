export { type MailAccountsOptions, mailAccounts } from './mail-accounts.ts'
export type { OAuthClientOptions, OAuthOptions } from './oauth/oauth-clients.ts'
