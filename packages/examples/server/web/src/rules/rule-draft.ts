import type { Condition, Rule } from '../api/types.ts'

/** A rule as the editor shows it: groups of conditions and groups. `none` is "not any". */
export interface GroupDraft {
  readonly kind: 'group'
  readonly id: number
  readonly match: 'all' | 'any' | 'none'
  readonly items: readonly RuleItemDraft[]
}

export interface ConditionDraft extends Condition {
  readonly kind: 'condition'
  readonly id: number
}

export type RuleItemDraft = GroupDraft | ConditionDraft

let lastId = 0

export function newCondition(
  condition: Condition = { field: 'sender', operator: 'contains', value: '' },
): ConditionDraft {
  lastId += 1
  return { kind: 'condition', id: lastId, ...condition }
}

export function newGroup(match: GroupDraft['match'], items: readonly RuleItemDraft[]): GroupDraft {
  lastId += 1
  return { kind: 'group', id: lastId, match, items }
}

/** What the editor starts from; every rule has such a form. */
export function draftOfRule(rule: Rule | null): GroupDraft {
  const item = rule === null ? newCondition() : itemOfRule(rule)
  return item.kind === 'group' ? item : newGroup('all', [item])
}

/** The rule a draft stands for. */
export function ruleOfDraft(group: GroupDraft): Rule {
  const rules = group.items.map((item) => (item.kind === 'group' ? ruleOfDraft(item) : conditionOf(item)))
  const [only] = rules
  if (group.match === 'none') return { not: rules.length === 1 && only !== undefined ? only : { any: rules } }
  return group.match === 'all' ? { all: rules } : { any: rules }
}

/** A group with one of its items, however deep, replaced; null removes it, and groups left empty with it. */
export function replaceItem(group: GroupDraft, id: number, next: RuleItemDraft | null): GroupDraft {
  const items = group.items.flatMap((item) => replaced(item, id, next))
  return { ...group, items }
}

function replaced(item: RuleItemDraft, id: number, next: RuleItemDraft | null): readonly RuleItemDraft[] {
  if (item.id === id) return next === null ? [] : [next]
  if (item.kind === 'condition') return [item]
  const group = replaceItem(item, id, next)
  return group.items.length === 0 ? [] : [group]
}

function itemOfRule(rule: Rule): RuleItemDraft {
  if ('all' in rule) return newGroup('all', rule.all.map(itemOfRule))
  if ('any' in rule) return newGroup('any', rule.any.map(itemOfRule))
  if ('not' in rule) return negated(rule.not)
  return newCondition(rule)
}

function negated(rule: Rule): RuleItemDraft {
  if ('not' in rule) return itemOfRule(rule.not)
  if ('any' in rule) return newGroup('none', rule.any.map(itemOfRule))
  return newGroup('none', [itemOfRule(rule)])
}

function conditionOf({ field, operator, value }: ConditionDraft): Condition {
  return { field, operator, value: value.trim() }
}
