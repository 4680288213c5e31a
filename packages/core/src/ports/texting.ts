/** What has to be known before somebody writes on a channel of texts: SMS, WhatsApp. */
export interface ChannelTexting<Settings = unknown> {
  rules(settings: Settings): TextRules
  /** What a text costs. Pure. */
  measure(text: string): TextMeasure
}

export interface TextRules {
  /** Free texts may be sent only this long after the customer's last message; null: always. */
  readonly windowMs: number | null
  /** What may be sent at any time. */
  readonly templates: readonly TextTemplate[]
  readonly maxCharacters: number
}

/** A text that the provider has approved, with places to fill in: `Bonjour {{1}}`. */
export interface TextTemplate {
  readonly name: string
  /** As the provider wants it: `fr`, `en_GB`. */
  readonly language: string
  readonly text: string
}

export interface TextMeasure {
  /** GSM 03.38 with 160 and 153 units, or UCS-2 with 70 and 67; null on a channel that does not count. */
  readonly encoding: 'gsm7' | 'ucs2' | null
  readonly segments: number
  /** Units until another segment begins. */
  readonly unitsLeft: number
  readonly characters: number
  /** The characters that make it UCS-2, once each. */
  readonly costly: readonly string[]
}
