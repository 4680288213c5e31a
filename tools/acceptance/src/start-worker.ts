import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { WorkerReport, WorkerRequest, WorkerSettings } from './worker-settings.ts'

type Kind = WorkerReport['kind']
type ReportOf<Wanted extends Kind> = WorkerReport & { readonly kind: Wanted }

/** A worker in a process of its own. */
export interface RunningWorker {
  /** Everything it said so far. */
  readonly reports: readonly WorkerReport[]
  /** Resolves with the first report of a kind, now or when it comes. */
  first<Wanted extends Kind>(kind: Wanted): Promise<ReportOf<Wanted>>
  onReport(listener: (report: WorkerReport) => void): void
  /** The most memory it ever had, in MB. */
  peakMB(): Promise<number>
  isAlive(): boolean
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
  /** Asks it to drain and waits. */
  stop(): Promise<void>
}

const script = fileURLToPath(new URL('./worker-process.ts', import.meta.url))

export function startWorker(settings: WorkerSettings): RunningWorker {
  const child = fork(script, [JSON.stringify(settings)], {
    execArgv: ['--conditions=guichet-source'],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  const exited = once(child, 'exit')
  const errors = collect(child)
  const reports: WorkerReport[] = []
  const listeners = new Set<(report: WorkerReport) => void>()
  child.on('message', (report: WorkerReport) => {
    reports.push(report)
    for (const listener of [...listeners]) listener(report)
  })
  const isAlive = () => child.exitCode === null && child.signalCode === null

  function next<Wanted extends Kind>(kind: Wanted): Promise<ReportOf<Wanted>> {
    return new Promise((resolve, reject) => {
      const listener = (report: WorkerReport) => {
        if (!isKind(report, kind)) return
        listeners.delete(listener)
        resolve(report)
      }
      listeners.add(listener)
      exited.then(() => reject(new Error(`the worker ended before it was ${kind}: ${errors()}`)))
    })
  }

  return {
    ...{ reports, isAlive },
    first: async (kind) => reports.find((report) => isKind(report, kind)) ?? next(kind),
    onReport: (listener) => listeners.add(listener),
    async peakMB() {
      const answer = next('peak')
      request(child, 'peak')
      return (await answer).megabytes
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async stop() {
      if (isAlive()) request(child, 'stop')
      await exited
    },
  }
}

function isKind<Wanted extends Kind>(report: WorkerReport, kind: Wanted): report is ReportOf<Wanted> {
  return report.kind === kind
}

function request(child: ChildProcess, what: WorkerRequest): void {
  child.send(what)
}

/** Its standard error is shown only when something is wrong. */
function collect(child: ChildProcess): () => string {
  const pieces: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    pieces.push(piece)
    if (process.env.GUICHET_TEST_LOG) process.stderr.write(piece)
  })
  return () => pieces.join('').slice(-2_000)
}
