import { expect, test } from 'vitest'
import type { Condition, Rule } from '../api/types.ts'
import { draftOfRule, newCondition, newGroup, replaceItem, ruleOfDraft } from './rule-draft.ts'

const sender: Condition = { field: 'sender', operator: 'ends-with', value: '@example.com' }
const subject: Condition = { field: 'subject', operator: 'contains', value: 'facture' }

test.each<{ readonly name: string; readonly rule: Rule }>([
  { name: 'all', rule: { all: [sender, subject] } },
  { name: 'any', rule: { any: [sender, subject] } },
  { name: 'not one', rule: { not: sender } },
  { name: 'none of several', rule: { not: { any: [sender, subject] } } },
  { name: 'not all', rule: { not: { all: [sender, subject] } } },
  { name: 'groups in groups', rule: { all: [subject, { any: [sender, { not: subject }] }] } },
])('a rule with $name comes out of the editor as it went in', ({ rule }) => {
  expect(ruleOfDraft(draftOfRule(rule))).toEqual(rule)
})

test('a single condition is shown as a group of one', () => {
  expect(ruleOfDraft(draftOfRule(sender))).toEqual({ all: [sender] })
})

test('not of not is shown as what it says', () => {
  expect(ruleOfDraft(draftOfRule({ not: { not: sender } }))).toEqual({ all: [sender] })
})

test('removing the last condition of a group removes the group', () => {
  const condition = newCondition(sender)
  const draft = newGroup('all', [newCondition(subject), newGroup('any', [condition])])
  expect(ruleOfDraft(replaceItem(draft, condition.id, null))).toEqual({ all: [subject] })
})
