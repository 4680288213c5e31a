import { GuichetError, toGuichetError } from '../errors.ts'
import { recordOutcomes } from '../intake/record-outcomes.ts'
import type { TenantId } from '../model/tenant.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { MailSender, ReceiveReports, ReportedSend } from '../ports/mail-sender.ts'
import type { Storage } from '../ports/storage.ts'
import { warnSeldom } from './warn-seldom.ts'

interface ReportsContext {
  readonly storage: Storage
  readonly clock: Clock
  readonly log: Log
}

/**
 * What the providers of the host's own senders report, written at once: an outcome is small, and saying it twice
 * changes nothing. Each tenant's is a transaction of its own; when one fails the provider repeats all of them.
 */
export function receiveReports(
  ctx: ReportsContext,
  senders: ReadonlyMap<string, MailSender>,
): ReceiveReports {
  const warn = warnSeldom(ctx.clock, ctx.log)
  return async (name, request) => {
    const reports = senders.get(name)?.reports
    if (reports === undefined) throw new GuichetError('not-found', 'no sender reports at this address')
    const said = await reports.receive(request).catch((error) => {
      const { code } = toGuichetError(error)
      warn(`refused ${code} ${name}`, 'reports of a sender were refused', { sender: name, code })
      throw error
    })
    for (const [tenant, own] of Map.groupBy(said, (report) => report.tenant))
      if (tenant === null) ctx.log.info('reports name no tenant', { sender: name, count: own.length })
      else await record(ctx, tenant, name, own)
  }
}

function record(
  { storage, clock, log }: ReportsContext,
  tenant: TenantId,
  sender: string,
  reports: readonly ReportedSend[],
): Promise<void> {
  const outcomes = reports.map((report) => ({ ...report, callbackId: sender }))
  return storage.transaction(tenant, (tx) =>
    recordOutcomes(tx, { clock, log, integrationId: null }, outcomes),
  )
}
