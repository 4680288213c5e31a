import { describe, expect, it } from 'vitest'
import { type AccountProblem, accountProblemKeys } from '../model/account-problem.ts'
import { describeAccountProblem } from './account-words.ts'

const facts = { host: 'imap.x.fr', port: 993, username: 'claire@x.fr', folder: 'Devis', provider: 'Gmail' }
const servers = ['incoming', 'outgoing'] as const

describe.each(accountProblemKeys)('%s', (key) => {
  it('says what is wrong and what to do, differently in French and English', () => {
    for (const server of servers) {
      for (const known of [facts, {}]) {
        const problem: AccountProblem = { key, server, field: null, facts: known }
        const { en, fr } = describeAccountProblem(problem)
        for (const sentence of [en.what, en.remedy, fr.what, fr.remedy]) {
          expect(sentence).toMatch(/^\S.{9,220}[.]$/)
          expect(sentence).not.toMatch(/undefined|null|\[object/)
        }
        expect(fr.what).not.toBe(en.what)
        expect(fr.remedy).not.toBe(en.remedy)
      }
    }
  })
})

it('names the server, the account and the provider', () => {
  const problem: AccountProblem = { key: 'password-refused', server: 'incoming', field: null, facts }
  expect(describeAccountProblem(problem).fr.what).toContain('imap.x.fr:993')
  expect(describeAccountProblem(problem).en.what).toContain('claire@x.fr')
  expect(describeAccountProblem({ ...problem, key: 'signed-out' }).en.remedy).toContain('Gmail')
})
