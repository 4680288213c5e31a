import {
  type AccountProblem,
  type AccountProvider,
  type GuichetError,
  isGuichetError,
  type MailAccounts,
  withProblems,
} from '@guichet/core'

/** Adds to an error what is known about the provider: its name, its help page, and how it really lets people in. */
export function explain(thrown: unknown, accounts: MailAccounts | undefined): unknown {
  if (!isGuichetError(thrown) || accounts === undefined || thrown.problems.length === 0) return thrown
  return withProblems(
    thrown,
    thrown.problems.map((problem) => explained(problem, accounts)),
  )
}

function explained(problem: AccountProblem, accounts: MailAccounts): AccountProblem {
  const { host } = problem.facts
  const provider = host === undefined ? null : accounts.providerOf(host)
  if (provider === null) return problem
  const { name, helpUrl } = provider
  const facts = { ...problem.facts, provider: name, ...(helpUrl === null ? {} : { helpUrl }) }
  const key = problem.key === 'password-refused' ? passwordProblem(provider) : problem.key
  return { ...problem, key, facts }
}

/** Somebody typed a password where the provider takes only another kind, or none. */
function passwordProblem({ logins }: AccountProvider): AccountProblem['key'] {
  if (logins.includes('password')) return 'password-refused'
  return logins.includes('app-password') ? 'app-password-needed' : 'sign-in-needed'
}

/** One error about both servers: the first one's code, everybody's problems. */
export function together(incoming: GuichetError | null, outgoing: GuichetError | null): GuichetError | null {
  if (incoming === null || outgoing === null) return incoming ?? outgoing
  return withProblems(incoming, [...incoming.problems, ...outgoing.problems])
}

/** The sender knows its settings by its own names. */
export function ofSender(error: GuichetError, username: string): GuichetError {
  const problems = error.problems.map((problem) => ({
    ...problem,
    server: 'outgoing' as const,
    facts: { username, ...problem.facts },
    field: problem.field?.replace(/^(settings|secrets)\./, '$1.smtp.') ?? null,
  }))
  return withProblems(error, problems)
}
