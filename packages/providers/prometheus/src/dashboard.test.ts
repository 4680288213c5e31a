import { inboxEventTypes, type MetricDefinition, metricDefinitions } from '@guichet/core'
import { parser } from '@prometheus-io/lezer-promql'
import { describe, expect, it } from 'vitest'
import { queriesOf, readDashboard } from './testing/dashboard.ts'

const dashboard = readDashboard()
const definitions = new Map<string, MetricDefinition>(Object.entries(metricDefinitions))

/** Labels that Prometheus, or prom-client for a histogram, adds by itself. */
const addedLabels = ['job', 'le']

interface Named {
  readonly metrics: readonly string[]
  readonly labels: readonly string[]
  readonly errors: readonly string[]
}

/** What a query names, as the parser of Prometheus reads it. */
function namedIn(query: string): Named {
  const found: [kind: string, text: string][] = []
  parser.parse(query).iterate({
    enter: ({ type, from, to, node }) => {
      const text = query.slice(from, to)
      if (type.isError) found.push(['error', `${query.slice(0, from)} ⟵ here`])
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector') found.push(['metric', text])
      if (type.name === 'LabelName') found.push(['label', text])
    },
  })
  const of = (wanted: string) => found.flatMap(([kind, text]) => (kind === wanted ? [text] : []))
  return { metrics: of('metric'), labels: of('label'), errors: of('error') }
}

/** The name without what a histogram's series end with. */
function definitionOf(metric: string): MetricDefinition | undefined {
  return definitions.get(metric) ?? definitions.get(metric.replace(/_(?:bucket|sum|count)$/, ''))
}

describe('the dashboard', () => {
  it.each(queriesOf(dashboard))('asks for metrics and labels that there are: %s', (query) => {
    const { metrics, labels, errors } = namedIn(query)
    expect(errors).toEqual([])
    expect(metrics.length).toBeGreaterThan(0)
    const known = metrics.map((metric) => definitionOf(metric)?.labels ?? [])
    expect(metrics.filter((metric) => definitionOf(metric) === undefined)).toEqual([])
    expect(labels.filter((label) => ![...known.flat(), ...addedLabels].includes(label))).toEqual([])
  })

  it('asks for types of events that there are', () => {
    const asked = queriesOf(dashboard).flatMap((query) =>
      [...query.matchAll(/type=~?"message(?:\.|\[\.\])\(?([^)"]+)/g)].flatMap(([, names = '']) =>
        names.split('|'),
      ),
    )
    expect(asked.length).toBeGreaterThan(8)
    expect(asked.filter((name) => !inboxEventTypes.some((type) => type === `message.${name}`))).toEqual([])
  })

  it('shows every metric that there is', () => {
    const shown = new Set(queriesOf(dashboard).flatMap((query) => namedIn(query).metrics.map(definitionOf)))
    expect([...definitions].filter(([, definition]) => !shown.has(definition)).map(([name]) => name)).toEqual(
      [],
    )
  })

  it('lets people choose the data source, and asks it in every panel', () => {
    expect(dashboard.templating.list).toContainEqual(
      expect.objectContaining({ name: 'datasource', type: 'datasource', query: 'prometheus' }),
    )
  })

  it('has panels of their own ids that do not overlap', () => {
    const ids = dashboard.panels.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true)
  })
})
