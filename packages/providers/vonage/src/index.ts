export type { VonageOptions } from './options.ts'
export type { SmsSettings, VonageSecrets, WhatsAppSettings } from './settings.ts'
export { vonageSms } from './vonage-sms.ts'
export { vonageWhatsApp } from './vonage-whatsapp.ts'
