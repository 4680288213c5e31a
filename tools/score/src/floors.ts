import { isWorse, measures } from './measures.ts'

export type Fractions = Readonly<Record<string, number>>

/** What is worse than it was, or no longer measured, in a sentence each. */
export function fallenBelow(reached: Fractions, floors: Fractions): readonly string[] {
  return Object.entries(floors).flatMap(([key, floor]) => {
    const measure = measures.find((candidate) => candidate.key === key)
    const value = reached[key]
    if (measure === undefined) return [`${key} is no measure: correct its name in the floors`]
    if (value === undefined) return [`${key} was not measured; it reached ${floor} before`]
    return isWorse(measure, value, floor) ? [`${key} is ${value}; it reached ${floor} before`] : []
  })
}
