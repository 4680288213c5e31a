import type { LoginRecords } from '../../ports/login-records.ts'
import { copyOrNull, type MemoryContext } from './tables.ts'

export function memoryLogins(context: MemoryContext): LoginRecords {
  const { journal } = context
  const now = () => context.clock.now().getTime()
  return {
    async beginRenewal(integrationId, leaseMs) {
      const { renewals } = context.tables()
      if ((renewals.get(integrationId) ?? 0) > now()) return false
      journal.set(renewals, integrationId, now() + leaseMs)
      return true
    },
    async endRenewal(integrationId) {
      journal.delete(context.tables().renewals, integrationId)
    },
    async replaceSecrets(integrationId, before, after) {
      const { integrations } = context.tables()
      const known = integrations.get(integrationId)
      if (known?.secrets !== before) return false
      journal.set(integrations, integrationId, { ...known, secrets: after })
      return true
    },
    async keepSignIn(signIn) {
      const { signIns } = context.tables()
      const over = [...signIns.values()].filter(({ expiresAt }) => expiresAt.getTime() <= now())
      for (const { id } of over) journal.delete(signIns, id)
      journal.set(signIns, signIn.id, structuredClone(signIn))
    },
    async takeSignIn(id) {
      const { signIns } = context.tables()
      const taken = copyOrNull(signIns.get(id))
      journal.delete(signIns, id)
      return taken !== null && taken.expiresAt.getTime() > now() ? taken : null
    },
  }
}
