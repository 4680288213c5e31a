import { readFileSync } from 'node:fs'
import { z } from 'zod'

const file = new URL('../../../../../docs/grafana/guichet-sending.json', import.meta.url)

const datasource = z.strictObject({
  type: z.literal('prometheus'),
  uid: z.string().regex(/^\$\{datasource\}$/),
})
const gridPos = z.strictObject({
  x: z.int().min(0).max(23),
  y: z.int().min(0),
  w: z.int().min(1).max(24),
  h: z.int().min(1),
})
const target = z.object({ refId: z.string(), datasource, expr: z.string().min(1), legendFormat: z.string() })
const panel = z.object({ id: z.int(), title: z.string().min(1), gridPos })
const row = panel.extend({ type: z.literal('row') })
const chart = panel.extend({
  type: z.enum(['stat', 'timeseries']),
  description: z.string().min(1),
  datasource,
  targets: z.array(target).min(1),
})
const variable = z.object({ name: z.string(), type: z.enum(['datasource', 'query']), query: z.unknown() })

/** The part of Grafana's dashboard model that ours uses. */
const dashboardSchema = z.object({
  title: z.string().min(1),
  uid: z.string().regex(/^[\w-]{1,40}$/),
  schemaVersion: z.int().min(36),
  templating: z.object({ list: z.array(variable) }),
  panels: z.array(z.discriminatedUnion('type', [row, chart])).min(1),
})

export type Dashboard = z.infer<typeof dashboardSchema>

/** The dashboard in docs. Throws when Grafana could not show it. */
export function readDashboard(): Dashboard {
  return dashboardSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** What Grafana asks Prometheus, its variables filled in as it does. */
export function queriesOf({ panels }: Dashboard): readonly string[] {
  const expressions = panels.flatMap((one) => (one.type === 'row' ? [] : one.targets.map(({ expr }) => expr)))
  return expressions.map((expression) =>
    expression.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h').replaceAll('$job', '.*'),
  )
}
