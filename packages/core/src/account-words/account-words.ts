import type { AccountProblem, Language, ProblemWords } from '../model/account-problem.ts'
import { englishAccountWords } from './english.ts'
import { frenchAccountWords } from './french.ts'

/** What is wrong with an account and what to do about it, in every language of the interface. */
export function describeAccountProblem(problem: AccountProblem): Readonly<Record<Language, ProblemWords>> {
  return {
    en: englishAccountWords[problem.key](sentenceFacts(problem, 'the mail server')),
    fr: frenchAccountWords[problem.key](sentenceFacts(problem, 'le serveur de messagerie')),
  }
}

/** The facts of a problem with words for those that are unknown. */
export interface SentenceFacts {
  readonly place: string
  readonly host: string
  readonly username: string
  readonly folder: string
  readonly provider: string
  readonly isOutgoing: boolean
}

/** The words of one language for every problem. */
export type AccountWords = Readonly<Record<AccountProblem['key'], (facts: SentenceFacts) => ProblemWords>>

function sentenceFacts({ facts, server }: AccountProblem, unknownHost: string): SentenceFacts {
  const { host = unknownHost, port, username = '', folder = '', provider } = facts
  return {
    place: port === undefined ? host : `${host}:${port}`,
    ...{ host, username, folder },
    provider: provider ?? host,
    isOutgoing: server === 'outgoing',
  }
}
