import type { AddressMark } from '../model/address-mark.ts'
import type { ChosenTemplate } from '../model/texting.ts'
import type { TextRules } from '../ports/texting.ts'
import { findTemplate, placesOf } from './templates.ts'

/** What decides whether a text may be sent, apart from the text itself. */
export interface TextFacts {
  readonly rules: TextRules
  /** Of the address it would go to. */
  readonly marks: readonly Pick<AddressMark, 'mark'>[]
  /** When its owner last wrote to us here; null: never. */
  readonly lastInboundAt: Date | null
  readonly now: Date
}

/** What somebody wants to send: a free text or a filled template, counted as its channel counts. */
export interface WantedText {
  readonly characters: number
  readonly template: ChosenTemplate | null
}

export type TextRefusal = 'opted-out' | 'window-closed' | 'unknown-template' | 'wrong-parameters' | 'too-long'

export type TextDecision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly because: TextRefusal; readonly sentence: string }

/** Whether this text may be sent now. What forbids any text comes before what is wrong with this one. */
export function decideText(facts: TextFacts, { characters, template }: WantedText): TextDecision {
  if (facts.marks.some(({ mark }) => mark === 'opted-out')) return refused('opted-out', optedOut)
  if (template === null && isWindowClosed(facts)) return refused('window-closed', closed(facts.rules))
  const { maxCharacters } = facts.rules
  const templateRefusal = template === null ? null : refuseTemplate(facts.rules, template)
  if (templateRefusal !== null) return templateRefusal
  if (characters > maxCharacters)
    return refused('too-long', `it has ${characters} characters, and at most ${maxCharacters} can be sent`)
  return { allowed: true }
}

/** Until when free texts may be sent; null where there is no such limit, and where it never began. */
export function windowClosesAt({ rules, lastInboundAt }: Omit<TextFacts, 'marks' | 'now'>): Date | null {
  if (rules.windowMs === null || lastInboundAt === null) return null
  return new Date(lastInboundAt.getTime() + rules.windowMs)
}

/** Whether only a template may be sent. */
function isWindowClosed(facts: TextFacts): boolean {
  if (facts.rules.windowMs === null) return false
  const closesAt = windowClosesAt(facts)
  return closesAt === null || facts.now >= closesAt
}

function refuseTemplate(rules: TextRules, chosen: ChosenTemplate): TextDecision | null {
  const template = findTemplate(rules, chosen)
  const name = `${chosen.name} (${chosen.language})`
  if (template === null) return refused('unknown-template', `this channel has no template ${name}`)
  const places = placesOf(template.text)
  const { parameters } = chosen
  if (parameters.length !== places)
    return refused('wrong-parameters', `${name} has ${places} places to fill in, not ${parameters.length}`)
  if (parameters.some((parameter) => parameter.trim() === ''))
    return refused('wrong-parameters', `${name}: no place may be left empty`)
  return null
}

const optedOut =
  'this person asked to receive no more texts: wait until they write START, or clear the mark of their address'

function closed({ windowMs, templates }: TextRules): string {
  const hours = Math.round((windowMs ?? 0) / 3_600_000)
  const remedy = templates.length > 0 ? 'choose a template' : 'set up a template for this channel first'
  return `free texts can be sent only within ${hours} h of the customer's last message: ${remedy}`
}

function refused(because: TextRefusal, sentence: string): TextDecision {
  return { allowed: false, because, sentence }
}
