import type { Language } from '../model/account-problem.ts'
import type { Secret } from '../model/secret.ts'

/** How one proves to be the owner of an account. */
export type AccountLogin = 'password' | 'app-password' | 'oauth2'

/** How a candidate was found, best first. */
export type CandidateSource = 'preset' | 'mx' | 'ispdb' | 'autoconfig' | 'well-known' | 'srv' | 'guess'

/** A provider of mail accounts, as people know it. */
export interface AccountProvider {
  readonly key: string
  readonly name: string
  /** Best first. */
  readonly logins: readonly AccountLogin[]
  /** The provider's page about access from other programs. */
  readonly helpUrl: string | null
  /** What one has to know before connecting; null when there is nothing special. */
  readonly remarks: Readonly<Record<Language, string>> | null
}

/** Settings that may fit an address. Nobody has logged in with them yet. */
export interface AccountCandidate {
  readonly source: CandidateSource
  readonly provider: AccountProvider | null
  readonly logins: readonly AccountLogin[]
  /** Where to sign in with OAuth2; null when that is not possible or this host has no client id for it. */
  readonly signIn: string | null
  /** As the channel type's schema wants them. */
  readonly settings: Readonly<Record<string, unknown>>
}

/** What was found out about an address; no candidates when nobody knows it. */
export interface Discovery {
  readonly address: string
  readonly candidates: readonly AccountCandidate[]
}

/** What OAuth2 gave for an account. Secret as a whole. */
export interface AccountTokens {
  /** `google` or `microsoft`. */
  readonly provider: string
  readonly accessToken: string
  readonly refreshToken: string
  /** When the access token ends, ISO 8601. */
  readonly expiresAt: string
}

/** A sign-in that has begun: where to send the person, and what to keep (sealed) until they come back. */
export interface BegunSignIn {
  readonly url: string
  readonly verifier: string
}

export interface SignInRequest {
  readonly provider: string
  /** Comes back with the person; random, used once. */
  readonly state: string
  /** The account they are expected to choose. */
  readonly address: string
}

export interface SignInAnswer extends Pick<SignInRequest, 'provider' | 'state'> {
  readonly verifier: string
  /** The whole address the provider sent the person back to. */
  readonly url: string
}

/** Knows providers and how accounts are reached; what `imap({ accounts: mailAccounts() })` is given. */
export interface MailAccounts {
  /** Never sends a password. Throws `invalid-input` for what is no mail address. */
  discover(address: string): Promise<Discovery>
  /** The provider that runs this server, where it is a known one. */
  providerOf(host: string): AccountProvider | null
  /** Those this host has a client id for. */
  readonly signInProviders: readonly string[]
  /** Throws `invalid-input` for a provider without a client id. */
  beginSignIn(request: SignInRequest): Promise<BegunSignIn>
  /** Throws `authentication-failed` when the person refused, `access-revoked` when it cannot be used any more. */
  finishSignIn(answer: SignInAnswer): Promise<AccountTokens>
  /** New tokens. Throws `access-revoked` when only the person can help, and retryable errors otherwise. */
  renew(tokens: Secret<AccountTokens>): Promise<AccountTokens>
}

/** How people sign in for a channel, by provider. */
export interface ChannelSignIn<Secrets> {
  readonly providers: readonly string[]
  begin(request: SignInRequest): Promise<BegunSignIn>
  finish(answer: SignInAnswer): Promise<Secrets>
}

/** What core does with secrets that end: see `freshSecrets`. */
export interface SecretRenewal<Secrets> {
  /** Null: these never end. */
  expiresAt(secrets: Secrets): Date | null
  /** Called by one process at a time for one integration; what it returns is stored before it is used. */
  renew(secrets: Secret<Secrets>): Promise<Secrets>
}
