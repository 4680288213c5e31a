import { selfSignedCertificate } from '@guichet-tools/real-servers'
import { eventually, pause } from '../eventually.ts'
import { below, seededRandom } from '../seeded-random.ts'
import type { RunningWorker } from '../start-worker.ts'
import { type ChaosDesk, openChaosDesk } from './chaos-desk.ts'
import { faultDeck } from './faults.ts'
import { type FaultySmtpServer, startFaultySmtpServer } from './faulty-smtp.ts'
import { type ChaosVerdict, judgeRuns, type Promised } from './judge-runs.ts'
import { buryWorker, endPauses, unsettled } from './pass-time.ts'

export interface ChaosResult extends ChaosVerdict {
  readonly kills: number
  /** Messages that were being sent at a kill. */
  readonly interrupted: number
  /** How often each fault happened. */
  readonly met: ReadonlyMap<string, number>
  /** Unknown ones that a copy among the sent mail proved to be sent. */
  readonly reconciled: number
  readonly seconds: number
}

/**
 * One message for each run, through a server that fails at every step, by workers that are killed (kill -9) at random
 * steps of their conversations with it; then the server is well again, and everybody is asked what became of them.
 */
export async function runChaos(seed: number, runs: number): Promise<ChaosResult> {
  const start = performance.now()
  const random = seededRandom(seed)
  const certificate = selfSignedCertificate()
  const deck = faultDeck(seededRandom(seed + 1))
  const server = await startFaultySmtpServer({ deck, certificate })
  const options = { questions: runs, smtpPort: server.port, ca: certificate.cert, random }
  const desk = await openChaosDesk(options)
  try {
    const { promised, interrupted, kills } = await storm(desk, server, random)
    deck.calm()
    await afterTheStorm(desk)
    const { copied, reconciled } = await showCopies(desk, server, random)
    const taken = new Map<string, number>()
    for (const { mailId } of server.taken) taken.set(mailId, (taken.get(mailId) ?? 0) + 1)
    const verdict = await judgeRuns(desk.inbox, promised, {
      ...{ taken, asked: server.asked, interrupted, copied },
    })
    const seconds = (performance.now() - start) / 1_000
    return {
      ...{ ...verdict, kills, interrupted: interrupted.size, met: server.met, reconciled, seconds },
    }
  } finally {
    await desk.stop()
    await server.stop()
  }
}

interface Storm {
  readonly promised: readonly Promised[]
  readonly interrupted: ReadonlySet<string>
  readonly kills: number
}

/** A worker lives until the server has heard so many steps, or for so long; then the next one comes. */
async function storm(desk: ChaosDesk, server: FaultySmtpServer, random: () => number): Promise<Storm> {
  const promised: Promised[] = []
  const interrupted = new Set<string>()
  let kills = 0
  while (promised.length < desk.conversations.length) {
    const worker = desk.startWorker()
    const killed = killAt(server, worker, 1 + below(random, 400))
    const ending = { isOver: false }
    const clock = keepEndingPauses(desk, ending)
    promised.push(...(await promiseSome(desk, promised.length, 4 + below(random, 9))))
    await Promise.race([killed, idle(desk)])
    ending.isOver = true
    await clock
    await worker.kill()
    kills += 1
    for (const id of await buryWorker(desk)) interrupted.add(id)
  }
  return { promised, interrupted, kills }
}

async function promiseSome(desk: ChaosDesk, from: number, count: number): Promise<readonly Promised[]> {
  const promised: Promised[] = []
  for (const { id: conversation, recipient } of desk.conversations.slice(from, from + count)) {
    const text = `Elle part demain, ${recipient}.`
    const { id, mailId } = await desk.inbox.conversations.reply(conversation, { text })
    promised.push({ id, mailId: mailId ?? '', recipient })
  }
  return promised
}

/** kill -9 while the server reads the command, or writes the reply, of this step from now. */
function killAt(server: FaultySmtpServer, worker: RunningWorker, step: number): Promise<void> {
  let left = step
  return new Promise((resolve) => {
    const stopCounting = server.onStep(() => {
      left -= 1
      if (left > 0 && worker.isAlive()) return
      stopCounting()
      void worker.kill().then(resolve)
    })
  })
}

async function keepEndingPauses(desk: ChaosDesk, ending: { readonly isOver: boolean }): Promise<void> {
  while (!ending.isOver) {
    await endPauses(desk)
    await pause(200)
  }
}

/** Resolves when nothing is left to send, or after so long that something is stuck: then a kill is due. */
async function idle(desk: ChaosDesk): Promise<void> {
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline && (await unsettled(desk)) > 0) await pause(100)
}

/** Everything that waits is sent; what finds no end is left to the judge. */
async function afterTheStorm(desk: ChaosDesk): Promise<void> {
  const worker = desk.startWorker()
  const settled = async () => {
    await endPauses(desk)
    return (await unsettled(desk)) === 0 ? true : undefined
  }
  await eventually('an end for every message', settled, { withinMs: 60_000, everyMs: 200 }).catch(
    () => undefined,
  )
  await worker.stop()
}

/** The provider filed copies of every other message that it took: what was open is settled by them. */
async function showCopies(
  desk: ChaosDesk,
  server: FaultySmtpServer,
  random: () => number,
): Promise<{ readonly copied: ReadonlySet<string>; readonly reconciled: number }> {
  const filed = server.taken.filter(() => below(random, 2) === 0)
  const before = await unknowns(desk)
  await desk.showSent(filed.map(({ raw }) => raw))
  return {
    copied: new Set(filed.map(({ mailId }) => mailId)),
    reconciled: before - (await unknowns(desk)),
  }
}

async function unknowns(desk: ChaosDesk): Promise<number> {
  const [row] = await desk.rows<{ readonly n: number }>(
    `select count(*) as n from guichet.outbox where state = 'unknown'`,
  )
  return Number(row?.n)
}
