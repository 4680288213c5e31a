import {
  type AccountProblem,
  type AccountProvider,
  type Connection,
  type GuichetError,
  isGuichetError,
  type MailAccounts,
  withProblems,
} from '@guichet/core'
import { type ImapSecrets, type ImapSettings, usernameOf } from './settings.ts'

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

/** The sender knows its settings by its own names, and its secrets too where it has some of its own. */
export function ofSender(
  error: GuichetError,
  { settings, secrets }: Connection<ImapSettings, ImapSecrets>,
): GuichetError {
  if (error.problems.length === 0) return error
  const theirs = secrets.reveal().smtp === undefined ? /^(settings)\./ : /^(settings|secrets)\./
  const username = usernameOf(settings)
  const problems = error.problems.map((problem) => ({
    ...problem,
    server: 'outgoing' as const,
    facts: { username, ...problem.facts },
    field: problem.field?.replace(theirs, '$1.smtp.') ?? null,
  }))
  return withProblems(error, problems)
}
