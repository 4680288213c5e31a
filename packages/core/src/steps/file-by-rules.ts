import type { Condition, Folder, Rule, SystemFolderKey } from '../model/folder.ts'
import { foldText } from '../model/text.ts'
import type { Verdict } from '../model/verdict.ts'
import type { ParsedMessage } from '../ports/channel.ts'

export type FilableMessage = Pick<ParsedMessage, 'from' | 'subject' | 'text'>

/** Rules look at the start of a body; nobody's rule is about the 100,001st character. */
const maxBodyLength = 100_000

/** The folder a new conversation belongs in: the first whose rule matches, else the one for its verdict. */
export function fileByRules(folders: readonly Folder[], message: FilableMessage, verdict: Verdict): Folder {
  const fields = foldFields(message)
  const matching = folders.find((folder) => folder.rule !== null && matches(folder.rule, fields))
  const fallbackKey = folderForVerdict(verdict)
  const fallback = folders.find((folder) => folder.key === fallbackKey)
  const folder = matching ?? fallback ?? folders[0]
  if (folder === undefined) throw new RangeError('a tenant has its system folders before anything is filed')
  return folder
}

function folderForVerdict(verdict: Verdict): SystemFolderKey {
  if (verdict === 'person') return 'inbox'
  return verdict === 'bulk' ? 'newsletters' : 'automatic'
}

type Fields = Record<Condition['field'], () => readonly string[]>

/** Folding a body costs; it happens once, and only when a rule asks. */
function foldFields(message: FilableMessage): Fields {
  const once = (compute: () => readonly string[]) => {
    let known: readonly string[] | null = null
    return () => {
      known ??= compute()
      return known
    }
  }
  return {
    sender: once(() => [foldText(message.from?.address ?? ''), foldText(message.from?.name ?? '')]),
    subject: once(() => [foldText(message.subject)]),
    body: once(() => [foldText(message.text.slice(0, maxBodyLength))]),
  }
}

function matches(rule: Rule, fields: Fields): boolean {
  if ('all' in rule) return rule.all.every((inner) => matches(inner, fields))
  if ('any' in rule) return rule.any.some((inner) => matches(inner, fields))
  if ('not' in rule) return !matches(rule.not, fields)
  const wanted = foldText(rule.value)
  return fields[rule.field]().some((text) => compare(rule.operator, text, wanted))
}

function compare(operator: Condition['operator'], text: string, wanted: string): boolean {
  switch (operator) {
    case 'contains':
      return text.includes(wanted)
    case 'equals':
      return text === wanted
    case 'starts-with':
      return text.startsWith(wanted)
    case 'ends-with':
      return text.endsWith(wanted)
  }
}
