import { useIntegrations } from '../api/integrations.ts'
import type { IntegrationView, Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { preferences } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'

interface Reason {
  readonly text: string
  /** `en` for words that nobody has translated: a mail server's. */
  readonly lang: 'en' | undefined
}

/** Why an answer has not left, in the reader's language where somebody has said it in that. */
export function useReason(error: string | null, integrationId: string | null): Reason | null {
  const { reason } = useWords()
  const { language } = useStore(preferences)
  const { data: integrations = [] } = useIntegrations()
  if (error === null) return null
  const said = reason(error)
  if (said !== undefined) return { text: said, lang: undefined }
  // It waits because its mailbox is refused: the mailbox knows that in every language.
  const words = integrations.find(holds({ error, integrationId }))?.sendWords?.[language]
  return words === undefined ? { text: error, lang: 'en' } : { text: words.what, lang: undefined }
}

/** Whether an answer waits until the login of its mailbox is corrected: nothing else helps. */
export function useIsHeld({ delivery, integrationId }: Message): boolean {
  const { data: integrations = [] } = useIntegrations()
  const error = delivery?.error ?? null
  return error !== null && integrations.some(holds({ error, integrationId }))
}

function holds({ error, integrationId }: { readonly error: string; readonly integrationId: string | null }) {
  return ({ id, sendError }: IntegrationView): boolean => id === integrationId && sendError === error
}
