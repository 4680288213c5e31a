import type { Dictionary } from '../language/french.ts'

type Group = keyof Dictionary['endpoints']['groups']

const groups: readonly Group[] = [
  'message',
  'conversation',
  'contact',
  'address',
  'folder',
  'integration',
  'endpoint',
]

/** Event types by what they are about, in a fixed order; what has no group of its own comes last. */
export function groupEventTypes(
  types: readonly string[],
): readonly { readonly group: Group; readonly types: readonly string[] }[] {
  const groupOf = (type: string) => groups.find((group) => type.startsWith(`${group}.`)) ?? 'other'
  return [...groups, 'other' as const]
    .map((group) => ({ group, types: types.filter((type) => groupOf(type) === group) }))
    .filter((entry) => entry.types.length > 0)
}
