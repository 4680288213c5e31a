/** A text that a provider has approved, and what to fill it in with. */
export interface ChosenTemplate {
  readonly name: string
  /** As the provider wants it: `fr`, `en_GB`. */
  readonly language: string
  /** For `{{1}}`, `{{2}}` and so on. */
  readonly parameters: readonly string[]
}
