/** A text that a provider has approved, and what to fill it in with. */
export interface ChosenTemplate {
  readonly name: string
  /** As the provider wants it: `fr`, `en_GB`. */
  readonly language: string
  /** For `{{1}}`, `{{2}}` and so on. */
  readonly parameters: readonly string[]
}

/**
 * Why no free text can be sent: the customer's last message is too long ago (a template may still be sent), he asked
 * for no more texts, nobody can be answered, or the channel only receives.
 */
export const replyRefusals = ['window-closed', 'opted-out', 'no-address', 'cannot-send'] as const
export type ReplyRefusal = (typeof replyRefusals)[number]
