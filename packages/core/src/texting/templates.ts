import type { ChosenTemplate } from '../model/texting.ts'
import type { TextRules, TextTemplate } from '../ports/texting.ts'

const place = /\{\{\s*(\d{1,2})\s*\}\}/g

/** The approved text that was chosen; null when there is none, or no longer. */
export function findTemplate(
  rules: TextRules,
  { name, language }: Pick<ChosenTemplate, 'name' | 'language'>,
): TextTemplate | null {
  return rules.templates.find((one) => one.name === name && one.language === language) ?? null
}

/** How many parameters it takes: the highest number in it. */
export function placesOf(text: string): number {
  return Math.max(0, ...[...text.matchAll(place)].map(([, number]) => Number(number)))
}

/** What the customer will read. What is filled in is never filled in itself. */
export function fillTemplate(text: string, parameters: readonly string[]): string {
  return text.replaceAll(place, (whole, number: string) => parameters[Number(number) - 1] ?? whole)
}
