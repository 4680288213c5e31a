import type { TextRules } from '@guichet/core'
import type { SmsSettings, WhatsAppSettings } from '../settings.ts'
import { whatsAppCharacters } from './measure.ts'

/** The Messages API takes 1,000 characters; the older one ten segments. */
export function smsRules({ api }: SmsSettings): TextRules {
  return { windowMs: null, templates: [], maxCharacters: api === 'messages' ? 1000 : 1530 }
}

/**
 * WhatsApp's window of 24 hours. Vonage answers 202 to a text outside it and reports the failure later: who does not
 * ask before sending learns of it too late.
 */
export function whatsAppRules({ templates }: WhatsAppSettings): TextRules {
  return { windowMs: 24 * 3_600_000, templates, maxCharacters: whatsAppCharacters }
}
