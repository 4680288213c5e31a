import type { Fractions } from './floors.ts'
import { type Figures, fraction, type Measure, measures, reaches } from './measures.ts'

/** Prints one row for every measure, also those without a case. */
export function printTable(figures: Figures): void {
  console.table(
    Object.fromEntries(
      measures.map((measure) => [measure.key, { ...rowOf(measure, figures), what: measure.what }]),
    ),
  )
}

function rowOf(measure: Measure, figures: Figures): Readonly<Record<string, string | number>> {
  const goal = `${measure.isCeiling === true ? '≤' : '≥'} ${percent(measure.goal)}`
  const figure = figures[measure.key]
  if (figure === undefined || figure.of === 0) return { goal, figure: 'not measured', cases: '', reached: '' }
  const value = fraction(figure)
  return {
    goal,
    figure: percent(value),
    cases: `${figure.right}/${figure.of}`,
    reached: reaches(measure, value) ? 'yes' : 'NO',
  }
}

/** The fraction of every measure that has a case. */
export function fractionsOf(figures: Figures): Fractions {
  const measured = measures.flatMap(({ key }) => {
    const figure = figures[key]
    return figure === undefined || figure.of === 0 ? [] : [[key, fraction(figure)] as const]
  })
  return Object.fromEntries(measured)
}

function percent(value: number): string {
  return `${Math.round(value * 10_000) / 100} %`
}
