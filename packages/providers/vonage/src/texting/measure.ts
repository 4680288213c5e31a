import type { TextMeasure } from '@guichet/core'

/** GSM 03.38 (3GPP TS 23.038 §6.2.1), without the escape. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** What needs the escape, and so costs two. */
const extended = new Set('\f^{}\\[~]|€')

const limits = { gsm7: { alone: 160, joined: 153 }, ucs2: { alone: 70, joined: 67 } } as const

/** What an SMS costs. A character is never divided between two segments. */
export function measureSms(text: string): TextMeasure {
  const characters = [...text]
  const costly = [...new Set(characters)].filter((one) => !basic.has(one) && !extended.has(one))
  const encoding = costly.length === 0 ? 'gsm7' : 'ucs2'
  const units = characters.map((one) => (encoding === 'ucs2' ? one.length : extended.has(one) ? 2 : 1))
  return { encoding, ...segmentsOf(units, limits[encoding]), characters: characters.length, costly }
}

function segmentsOf(
  units: readonly number[],
  { alone, joined }: { readonly alone: number; readonly joined: number },
): Pick<TextMeasure, 'segments' | 'unitsLeft'> {
  const total = units.reduce((sum, unit) => sum + unit, 0)
  if (total <= alone) return { segments: 1, unitsLeft: alone - total }
  let segments = 1
  let used = 0
  for (const unit of units) {
    if (used + unit > joined) {
      segments += 1
      used = 0
    }
    used += unit
  }
  return { segments, unitsLeft: joined - used }
}

/** A message that is charged as one, however long it is. */
export function measureWhatsApp(text: string): TextMeasure {
  const characters = [...text].length
  const unitsLeft = Math.max(0, whatsAppCharacters - characters)
  return { encoding: null, segments: 1, unitsLeft, characters, costly: [] }
}

export const whatsAppCharacters = 4096
