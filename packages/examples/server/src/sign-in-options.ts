import type { MailAccountsOptions } from '@guichet/mail-accounts'

/**
 * How this server is registered at Google and Microsoft, from the environment; without client ids people connect with
 * passwords only. Register `http://localhost:3000/sign-in` there, or what GUICHET_REDIRECT_URI says.
 */
export function signInOptions(
  environment: Readonly<Record<string, string | undefined>>,
  port: number,
): MailAccountsOptions {
  const client = (name: string) => {
    const clientId = environment[`GUICHET_${name}_CLIENT_ID`]
    const clientSecret = environment[`GUICHET_${name}_CLIENT_SECRET`]
    if (!clientId) return null
    return clientSecret ? { clientId, clientSecret } : { clientId }
  }
  const google = client('GOOGLE')
  const microsoft = client('MICROSOFT')
  return {
    redirectUri: environment.GUICHET_REDIRECT_URI ?? `http://localhost:${port}/sign-in`,
    ...(google === null ? {} : { google }),
    ...(microsoft === null ? {} : { microsoft }),
  }
}
