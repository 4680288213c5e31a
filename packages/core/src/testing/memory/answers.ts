import type { AnswerRecords } from '../../ports/answer-records.ts'
import type { MemoryContext } from './tables.ts'

export function memoryAnswers(context: MemoryContext): AnswerRecords {
  const { journal } = context
  return {
    async claim(id, now, forgetBefore) {
      const { answers } = context.tables()
      const old = [...answers].filter(([, { claimedAt }]) => claimedAt < forgetBefore.getTime())
      for (const [oldId] of old) journal.delete(answers, oldId)
      if (answers.has(id)) return false
      journal.set(answers, id, { sealed: null, claimedAt: now.getTime() })
      return true
    },
    async store(id, sealed) {
      const { answers } = context.tables()
      const claimed = answers.get(id)
      if (claimed !== undefined) journal.set(answers, id, { ...claimed, sealed })
    },
    async read(id) {
      return context.tables().answers.get(id)?.sealed ?? null
    },
  }
}
