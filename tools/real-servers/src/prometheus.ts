import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { freePort } from './free-port.ts'

/** A Prometheus that reads one address several times a second; gone when stopped. */
export interface PrometheusServer {
  /** What a query gives now: a number for each series. Throws with what Prometheus says when it is none. */
  query(expression: string): Promise<readonly number[]>
  /** Asks until there is an answer. */
  eventually(expression: string): Promise<readonly number[]>
  stop(): Promise<void>
}

const server = '/usr/bin/prometheus'
const tool = '/usr/bin/promtool'

/** Why no Prometheus can be started here; null when one can. */
export function prometheusMissing(): string | null {
  return existsSync(server) && existsSync(tool) ? null : `no ${server} (apt: prometheus)`
}

/** What `promtool check metrics` says against a text that Prometheus is to read; empty: nothing. */
export function lintExposition(text: string): string {
  return execFileSync(tool, ['check', 'metrics'], { input: text, encoding: 'utf8' })
}

/** Starts one on a free port that reads `http://127.0.0.1:<port>/metrics`. */
export async function startPrometheus(port: number): Promise<PrometheusServer> {
  const directory = mkdtempSync(join(tmpdir(), 'guichet-prometheus-'))
  const configuration = join(directory, 'prometheus.yml')
  writeFileSync(
    configuration,
    `global: { scrape_interval: 200ms, scrape_timeout: 200ms }
scrape_configs: [{ job_name: guichet, static_configs: [{ targets: ['127.0.0.1:${port}'] }] }]
`,
  )
  const own = await freePort()
  const child = spawn(
    server,
    [
      ...[`--config.file=${configuration}`, `--storage.tsdb.path=${join(directory, 'data')}`],
      `--web.listen-address=127.0.0.1:${own}`,
    ],
    { stdio: 'ignore' },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))

  async function query(expression: string): Promise<readonly number[]> {
    const address = `http://127.0.0.1:${own}/api/v1/query?query=${encodeURIComponent(expression)}`
    return valuesOf(await (await fetch(address)).json(), expression)
  }

  return {
    query,
    async eventually(expression) {
      for (let tries = 0; tries < 300; tries += 1) {
        const values = await query(expression).catch(() => [])
        if (values.length > 0) return values
        await sleep(100)
      }
      throw new Error(`no answer to ${expression}`)
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

const answerSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('error'), error: z.string() }),
  z.object({
    status: z.literal('success'),
    data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
  }),
])

function valuesOf(answer: unknown, expression: string): readonly number[] {
  const read = answerSchema.parse(answer)
  if (read.status === 'error') throw new Error(`${expression}: ${read.error}`)
  return read.data.result.map(({ value: [, written] }) => Number(written))
}
